import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './checkFlow.ts';
import { readFlow } from './readFlow.ts';
import { writeFlow } from './writeFlow.ts';
import { definitions } from '../nodes/definitions.ts';

const folder = join(import.meta.dirname, '../templates');
const templates = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

it('there are eight templates', () => expect(templates).toHaveLength(8));

describe.each(templates)('the template %s', (name) => {
  const text = readFileSync(join(folder, name, 'flow.json'), 'utf8');

  it('is a flow without a problem, and says when to use it', () => {
    const flow = readFlow(text, definitions);
    expect(checkFlow(flow, definitions).problems).toEqual([]);
    expect(flow.description).toMatch(/^Use it when .+\.$/);
    expect(Object.keys(flow.layout).sort()).toEqual(Object.keys(flow.nodes).sort());
  });

  it('is written in the canonical way', () => {
    expect(writeFlow(readFlow(text, definitions), definitions)).toBe(text);
  });
});

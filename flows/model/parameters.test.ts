import { describe, expect, it } from 'vitest';
import type { FlowDocument } from './document.ts';
import { applyParameters } from './parameters.ts';
import { testFlow, testNode } from './testDefinitions.ts';

function flow(): FlowDocument {
  return {
    ...testFlow(),
    parameters: { city: { type: 'text' }, limit: { type: 'number', default: 10 }, all: { type: 'boolean', default: false } },
    nodes: {
      read: testNode('read', { file: '{{city}}-{{ limit }}.csv', limit: '{{limit}}' }),
      map: testNode('map', { mapping: [{ column: 'All', formula: '{{all}}' }] }),
      write: testNode('write', { connection: 'demo' }),
    },
  };
}

describe('applyParameters', () => {
  it('writes values into texts, and keeps the type where a setting is nothing but the parameter', () => {
    const { nodes } = applyParameters(flow(), { city: 'Bern' });
    expect(nodes['read']!.settings).toEqual({ file: 'Bern-10.csv', limit: 10 });
    expect(nodes['map']!.settings).toEqual({ mapping: [{ column: 'All', formula: false }] });
  });

  it('takes numbers and true/false as text, as a command line gives them', () => {
    const { nodes } = applyParameters(flow(), { city: 'Bern', limit: '25', all: 'true' });
    expect(nodes['read']!.settings['limit']).toBe(25);
    expect(nodes['map']!.settings).toEqual({ mapping: [{ column: 'All', formula: true }] });
  });

  it('leaves nodes that name no parameter as they are', () => {
    const before = flow();
    expect(applyParameters(before, { city: 'Bern' }).nodes['write']).toBe(before.nodes['write']);
  });

  it('does not read a value as a reference again', () => {
    expect(applyParameters(flow(), { city: '{{limit}}' }).nodes['read']!.settings['file']).toBe('{{limit}}-10.csv');
  });

  it.each([
    ['parameterMissing', {}, 'The parameter "city" has no value.'],
    ['unknownParameter', { city: 'x', limt: 1 }, 'The flow has no parameter "limt". Parameters: city, limit, all.'],
    ['parameterType', { city: 'x', limit: 'many' }, 'The parameter "limit" must be a number; "many" is not.'],
    ['parameterType', { city: 'x', all: 'yes' }, 'The parameter "all" must be true or false; "yes" is not.'],
  ])('refuses with %s', (code, values, message) => {
    expect(() => applyParameters(flow(), values)).toThrow(expect.objectContaining({ kind: 'settings', code, message }));
  });

  it('refuses a reference to a parameter that is not declared, and names the node', () => {
    const broken = { ...flow(), parameters: {} };
    expect(() => applyParameters(broken, {})).toThrow(expect.objectContaining({ code: 'unknownParameter', where: { node: 'read' } }));
  });
});

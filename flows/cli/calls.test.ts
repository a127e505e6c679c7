import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sluice } from './testTerminal.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluiceCalls'));
  await mkdir(join(cwd, 'shared'));
  await writeFile(join(cwd, 'in.csv'), 'Name\nAda\nBjörn\n');
  await writeFile(join(cwd, 'shared/keep.json'), JSON.stringify(called()));
  await writeFile(join(cwd, 'main.json'), main('shared/keep.json'));
});
afterEach(() => rm(cwd, { recursive: true }));

const called = (condition = 'Name <> "{{not}}"') => ({
  sluice: 1,
  name: 'Keep',
  parameters: { not: { default: 'Ada' } },
  nodes: { rows: { type: 'flowInput', version: 1, settings: {} }, keep: { type: 'filterRows', version: 1, settings: { condition } }, out: { type: 'flowOutput', version: 1, settings: {} } },
  edges: [{ from: 'rows.out', to: 'keep.in' }, { from: 'keep.out', to: 'out.in' }],
});

const main = (file: string): string => `{
  "sluice": 1,
  "name": "Main",
  "nodes": {
    "call": {
      "type": "callFlow",
      "version": 1,
      "settings": {
        "file": ${JSON.stringify(file)},
        "ports": [{ "way": "in", "name": "rows", "title": "rows" }, { "way": "out", "name": "out", "title": "out" }]
      }
    },
    "read": { "type": "csvRead", "version": 1, "settings": { "file": "in.csv", "columns": [{ "name": "Name", "type": "text" }] } },
    "write": { "type": "csvWrite", "version": 1, "settings": { "file": "out.csv" } }
  },
  "edges": [
    { "from": "call.out", "to": "write.in" },
    { "from": "read.out", "to": "call.rows" }
  ]
}
`;

describe('a flow that calls another', () => {
  it('is run, checked and planned with the nodes of the called flow', async () => {
    expect(await sluice(['check', 'main.json'], { cwd })).toEqual({ code: 0, out: 'main.json is fine: 5 nodes, 4 edges.\n', err: '' });
    const { code, out } = await sluice(['run', 'main.json'], { cwd });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('✓ Keep › Filter rows') as string });
    expect(await readFile(join(cwd, 'out.csv'), 'utf8')).toBe('Name\nBjörn\n');
    expect(await sluice(['plan', 'main.json'], { cwd })).toMatchObject({ code: 0, out: expect.stringContaining('Nothing to do') as string });
  });

  it('that is not there is told with the line of the call', async () => {
    await writeFile(join(cwd, 'main.json'), main('shared/gone.json'));
    const { code, err } = await sluice(['check', 'main.json'], { cwd });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('There is no flow "shared/gone.json"') as string });
    expect(err).toContain('at main.json:9, node call, setting file');
  });

  it('with a fault is told with the line of the call and the inner node', async () => {
    await writeFile(join(cwd, 'shared/keep.json'), JSON.stringify(called('Nmae = 1')));
    const { code, err } = await sluice(['run', 'main.json'], { cwd });
    expect(code).toBe(2);
    expect(err).toContain('There is no column "Nmae" in the incoming rows.');
    expect(err).toContain('at main.json:5, node call/keep, setting condition');
  });
});

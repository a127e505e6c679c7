import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sluice } from './testTerminal.ts';

let cwd: string;
let env: Record<string, string>;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluice-'));
  env = { SLUICE_HOME: join(cwd, 'home'), SLUICE_SEAL_KEY: Buffer.alloc(32, 7).toString('base64') };
  await writeFile(join(cwd, 'in.csv'), 'City,Size\nUlm,12\nBern,twelve\nBasel,7\nZug,\nAarau,3\n');
  await writeFile(join(cwd, 'countries.csv'), 'Town,Country\nBasel,CH\nUlm,DE\nAarau,CH\n');
});
afterEach(() => rm(cwd, { recursive: true }));

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' }));
const csv = (file: string, ...names: string[]) => ({ type: 'csvRead', version: 1, settings: { file, columns: text(...names) } });
const nodes = {
  read: csv('in.csv', 'City', 'Size'),
  filled: { type: 'filterRows', version: 1, title: 'Filled', settings: { condition: 'NOT(ISBLANK(Size))' } },
  sizes: { type: 'mapColumns', version: 1, title: 'Sizes', settings: { columns: [{ column: 'Size', formula: 'VALUE(Size)' }, { column: 'Name', formula: 'UPPER(City)' }], keepOthers: true } },
  countries: csv('countries.csv', 'Town', 'Country'),
  join: { type: 'joinRows', version: 1, title: 'Join', settings: { kind: 'left', keys: [{ column: 'City', equals: 'Town' }] } },
  sort: { type: 'sortRows', version: 1, title: 'Sort', settings: { keys: [{ column: 'City', direction: 'ascending', blanks: 'last' }] } },
  write: { type: 'csvWrite', version: 1, title: 'Write', settings: { file: 'out.csv' } },
};
const edges = ['read.out → filled.in', 'filled.out → sizes.in', 'sizes.out → join.left', 'countries.out → join.right', 'join.out → sort.in', 'sort.out → write.in'];

async function run(flowNodes: object = nodes, flowEdges: readonly string[] = edges): Promise<string> {
  const flow = { sluice: 1, name: 'Cities', nodes: flowNodes, edges: flowEdges.map((edge) => ({ from: edge.split(' → ')[0], to: edge.split(' → ')[1] })) };
  await writeFile(join(cwd, 'flow.json'), JSON.stringify(flow));
  const { out } = await sluice(['run', 'flow.json', '--json'], { cwd, env });
  return (JSON.parse(out.split('\n')[0]!) as { run: string }).run;
}
const trace = (...words: string[]): ReturnType<typeof sluice> => sluice(['trace', ...words], { cwd, env });

describe('sluice trace', () => {
  it('follows a written row back through a sort and a join to both rows it was made of', async () => {
    // Sorted: Aarau, Basel, Ulm.
    const { out, err, code } = await trace(await run(), 'write', '2');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      'Read CSV, row 1 of countries.out',
      '  Town     Basel',
      '  Country  CH',
      'Read CSV, row 3 of read.out',
      '  City  Basel',
      '  Size  7',
      'Filled, row 3 of filled.out',
      '  unchanged',
      'Sizes, row 2 of sizes.out',
      '  Name  BASEL',
      'Join, row 2 of join.out',
      '  unchanged',
      'Sort, row 2 of sort.out',
      '  unchanged',
      'Write takes it: row 2 of sort.out.',
      '',
    ]);
  });

  it('says which node dropped a row, and which rejected it and why', async () => {
    const id = await run();
    expect((await trace(id, 'read', '4')).out).toMatch(/Read CSV, row 4 of read\.out\n {2}City {2}Zug\n {2}Size {2}\(blank\)\nFilled drops it\.\n$/);
    expect((await trace(id, 'read', '2')).out).toMatch(/Sizes, row 1 of sizes\.rejected\n {2}rejects it: .*twelve.*\(\w+\)\n$/);
    expect((await trace(id, 'sizes.rejected', '1')).out).toContain('City  Bern');
  });

  describe('where rows are made of several', () => {
    beforeEach(() => writeFile(join(cwd, 'in.csv'), 'City,Size\nUlm,12\nBern,1\nULM ,30\nBasel,7\nUlm,5\n'));
    const { read, write } = nodes;
    const through = (type: string, settings: object) => run({ read, node: { type, version: 1, title: 'Node', settings }, write }, ['read.out → node.in', 'node.out → write.in']);

    it('shows every input row of a group, and the group that an input row went into', async () => {
      const id = await through('aggregateRows', { groupBy: ['City'], totals: [{ total: 'count', of: '', name: 'Rows' }] });
      // Groups leave in the order in which they were met.
      const { out } = await trace(id, 'write', '1');
      expect(out).toMatch(/Read CSV, row 1 of read\.out[^]*Read CSV, row 5 of read\.out/);
      expect(out).not.toContain('row 2 of read.out');
      expect(out).toContain('Node, row 1 of node.out\n  of 2 rows: 1 of read.out, 5 of read.out\n  Rows  2\n');
      expect((await trace(id, 'read', '5')).out).toContain('Node, row 1 of node.out\n  of row 5 of read.out\n');
    });

    it('shows the rows behind a row of a pivot', async () => {
      const id = await through('pivotRows', { groupBy: ['City'], names: 'Size', values: '', total: 'count', columns: [] });
      expect((await trace(id, 'node.out', '1')).out).toContain('  of 2 rows: 1 of read.out, 5 of read.out\n');
    });

    it.each(['first', 'last'])('shows which duplicates a row stands for, and which row stayed in place of one (%s stays)', async (keep) => {
      const id = await through('dedupeRows', { key: ['City'], isLoose: true, keep });
      const ulm = keep === 'first' ? '1' : '3';
      expect((await trace(id, 'write', ulm)).out).toContain('  of 3 rows: 1 of read.out, 3 of read.out, 5 of read.out\n');
      expect((await trace(id, 'read', '3')).out).toMatch(new RegExp(`Node, row ${ulm} of node.out\n  of .*3 of read.out\n`));
    });

    it('shows duplicates in all columns', async () => {
      await writeFile(join(cwd, 'in.csv'), 'City,Size\nUlm,12\nBern,1\nUlm,12\n');
      const id = await through('dedupeRows', { key: [] });
      expect((await trace(id, 'write', '1')).out).toContain('  of 2 rows: 1 of read.out, 3 of read.out\n');
    });

    it('shows the reference row that a lookup found', async () => {
      const { countries } = nodes;
      const look = { type: 'lookupRows', version: 1, title: 'Look', settings: { keys: [{ column: 'City', equals: 'Town' }], columns: [{ column: 'Country', name: '' }], isLoose: true } };
      const id = await run({ read, countries, look, write }, ['read.out → look.in', 'countries.out → look.reference', 'look.out → write.in']);
      const { out } = await trace(id, 'write', '3');
      expect(out).toContain('Read CSV, row 2 of countries.out\n  Town     Ulm\n  Country  DE\n');
      expect(out).toContain('Read CSV, row 3 of read.out\n  City  ULM \n');
      expect(out).toContain('Look, row 3 of look.out\n');
    });

    it('counts all rows of a large group and shows the first hundred', async () => {
      await writeFile(join(cwd, 'in.csv'), `City,Size\n${'Ulm,1\n'.repeat(250)}`);
      const id = await through('aggregateRows', { groupBy: [], totals: [{ total: 'count', of: '', name: 'Rows' }] });
      const { out } = await trace(id, 'write', '1');
      expect(out).toContain('  … and 150 more of its rows.\n');
      expect(out).toContain('  of 250 rows: 1 of read.out,');
    });
  });

  it('gives JSON', async () => {
    const { steps } = JSON.parse((await trace(await run(), 'sort.out', '1', '--json')).out) as { steps: { node: string; what: string }[] };
    expect(steps.map(({ node, what }) => `${node} ${what}`)).toEqual(['countries read', 'read read', 'filled passed', 'sizes passed', 'join passed', 'sort passed', 'write wrote']);
  });

  it('says so when the inputs are no longer what they were, and when there is no such row', async () => {
    const id = await run();
    expect(await trace(id, 'write', '9')).toMatchObject({ code: 2, err: expect.stringContaining('There is no row 9 at sort.out.') });
    expect(await trace(id, 'wrote', '1')).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "write"?') });
    expect(await trace(id, 'write')).toMatchObject({ code: 2, err: expect.stringContaining('"sluice trace" needs ROW.') });
    await writeFile(join(cwd, 'in.csv'), 'City,Size\nUlm,12\nBern,twelve\nGenf,7\nZug,\nAarau,3\n');
    expect(await trace(id, 'read', '3')).toMatchObject({ code: 2, err: expect.stringContaining('The inputs of the run are not what they were. read.out: row 3 was another.') });
    await writeFile(join(cwd, 'in.csv'), 'City,Size\nUlm,12\n');
    expect(await trace(id, 'write', '1')).toMatchObject({ code: 2, err: expect.stringContaining('read.out: 5 then, 1 now') });
  });
});

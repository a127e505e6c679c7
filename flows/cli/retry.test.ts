import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sluice } from './testTerminal.ts';

let cwd: string;
let env: Record<string, string>;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluice-'));
  env = { SLUICE_HOME: join(cwd, 'home'), SLUICE_SEAL_KEY: Buffer.alloc(32, 7).toString('base64') };
  await writeFile(join(cwd, 'in.csv'), 'City,Size\nUlm,12\nBern,twelve\nBasel,7\nZug,twelve\n');
});
afterEach(() => rm(cwd, { recursive: true }));

const csv = { file: 'in.csv', columns: [{ name: 'City', type: 'text' }, { name: 'Size', type: 'text' }] };
const sizes = { type: 'mapColumns', version: 1, title: 'Sizes', settings: { columns: [{ column: 'Size', formula: 'VALUE(Size)' }] } };

/** read → (more nodes) → Sizes, which rejects what is no number → out.csv */
function flow(between: Readonly<Record<string, object>> = {}): object {
  const way = ['read', ...Object.keys(between), 'sizes', 'write'];
  const edges = way.slice(1).map((node, index) => ({ from: `${way[index]!}.out`, to: `${node}.in` }));
  const nodes = { read: { type: 'csvRead', version: 1, settings: csv }, ...between, sizes, write: { type: 'csvWrite', version: 1, settings: { file: 'out.csv' } } };
  return { sluice: 1, name: 'Sizes', nodes, edges };
}
const twelve = { type: 'replaceValues', version: 1, settings: { values: [{ column: 'Size', from: 'twelve', to: '12' }] } };
const save = (document: object): Promise<void> => writeFile(join(cwd, 'flow.json'), JSON.stringify(document));
const say = (...words: string[]): ReturnType<typeof sluice> => sluice(words, { cwd, env });

/** Runs the flow; gives the run's id as it is said. */
async function run(): Promise<string> {
  const { out, code } = await say('run', 'flow.json');
  expect(code).toBe(3);
  return /sluice retry (\w+) --rejected/.exec(out)![1]!;
}

describe('sluice retry', () => {
  it('says why rows were rejected', async () => {
    await save(flow());
    const { out, code } = await say('retry', await run(), '--list');
    expect(code).toBe(0);
    expect(out).toMatch(/^"Sizes" rejected 2 rows\n {2}2 rows: .*twelve/);
  });

  it('takes the rejected rows again, and only those, through what was put before the node since', async () => {
    await save(flow());
    const first = await run();
    expect(await readFile(join(cwd, 'out.csv'), 'utf8')).toBe('City,Size\nUlm,12\nBasel,7\n');
    await save(flow({ words: twelve }));
    const { out, err, code } = await say('retry', first, '--rejected');
    expect({ code, err }).toEqual({ code: 0, err: `"Write CSV" writes out.retry-${first}.csv; out.csv stays as it is.\n` });
    expect(out).toContain('Rejected by Sizes');
    expect(await readFile(join(cwd, `out.retry-${first}.csv`), 'utf8')).toBe('City,Size\nBern,12\nZug,12\n');
    expect(await readFile(join(cwd, 'out.csv'), 'utf8')).toBe('City,Size\nUlm,12\nBasel,7\n');
  });

  it('through the same flow rejects them again, and those can be taken again too', async () => {
    await save(flow());
    const first = await run();
    const again = await say('retry', first, '--rejected');
    expect(again.code).toBe(3);
    const second = /sluice retry (\w+) --rejected/.exec(again.out)![1]!;
    expect(second).not.toBe(first);
    await save(flow({ words: twelve }));
    expect((await say('retry', second, '--rejected', '--quiet')).code).toBe(0);
    expect(await readFile(join(cwd, `out.retry-${second}.csv`), 'utf8')).toBe('City,Size\nBern,12\nZug,12\n');
  });

  it('says what was changed too far up to be done to the rows', async () => {
    await save(flow());
    const first = await run();
    await save(JSON.parse(JSON.stringify(flow({ words: twelve })).replace('"in.csv"', '"other.csv"')) as object);
    expect((await say('retry', first, '--rejected')).err).toContain('"Read CSV" was changed since, and comes before the place where the rows go in');
  });

  it('names the run that is meant, or says that there is none', async () => {
    await save(flow());
    const first = await run();
    expect(await say('retry', 'abcdefgh', '--rejected')).toMatchObject({ code: 2, err: expect.stringContaining(`The latest: ${first} ("Sizes"`) });
    expect(await say('retry', first)).toMatchObject({ code: 2, err: expect.stringContaining('Say --rejected') });
    expect(await say('retry', first, '--rejected', '--code', 'NOPE')).toMatchObject({ code: 2, err: expect.stringContaining('rejected no row with the code NOPE') });
    await save({ ...flow(), nodes: { read: { type: 'csvRead', version: 1, settings: csv }, write: { type: 'csvWrite', version: 1, settings: { file: 'out.csv' } } }, edges: [{ from: 'read.out', to: 'write.in' }] });
    expect(await say('retry', first, '--rejected')).toMatchObject({ code: 2, err: expect.stringContaining('The node "Sizes", which rejected the rows, is no longer in the flow.') });
  });

  it('without a key says that nothing is kept, and goes on', async () => {
    await save(flow());
    const keyless = await sluice(['run', 'flow.json'], { cwd, env: { SLUICE_HOME: env['SLUICE_HOME']! } });
    expect(keyless).toMatchObject({ code: 3, err: expect.stringContaining('Rejected rows are not kept for "sluice retry": there is no key to seal them under.') });
    expect(keyless.out).not.toContain('sluice retry');
  });

  it('under another key says what is lost', async () => {
    await save(flow());
    const first = await run();
    env['SLUICE_SEAL_KEY'] = Buffer.alloc(32, 8).toString('base64');
    expect(await say('retry', first, '--rejected')).toMatchObject({ code: 4, err: expect.stringContaining('This was sealed under the key') });
  });
});

describe('sluice audit', () => {
  it('has every run, what it goes on from and what it changed', async () => {
    await save(flow());
    const first = await run();
    await save(flow({ words: twelve }));
    await say('retry', first, '--rejected');
    const lines = (await say('audit')).out.trim().split('\n');
    expect(lines.map((line) => line.split('  ').slice(2, 3)[0])).toEqual(['started "Sizes"', 'ended "Sizes"', 'retried rejected rows of "Sizes"', 'ended "Sizes"']);
    expect(lines[1]).toContain(`run ${first}  succeeded; 4 read, 2 written, 2 rejected`);
    expect(lines[2]).toContain(`of run ${first}`);
    expect((await say('audit', 'list', '--run', first)).out.trim().split('\n')).toHaveLength(3);
  });

  it('verifies itself, and names the line that was altered', async () => {
    expect(await say('audit', 'verify')).toMatchObject({ code: 0, out: expect.stringContaining('nothing was written yet') });
    await save(flow());
    await run();
    const whole = await say('audit', 'verify');
    expect(whole).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/2 lines, each as it was written\. The last is 2, [0-9a-f]{64}\.\n$/) });
    const hash = /[0-9a-f]{64}/.exec(whole.out)![0];
    expect((await say('audit', 'verify', '--expect', hash)).code).toBe(0);
    expect(await say('audit', 'verify', '--expect', 'f'.repeat(64))).toMatchObject({ code: 3, err: expect.stringContaining('No line has the hash ffff') });
    const file = join(cwd, 'home', 'audit.ndjson');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"written":2', '"written":0'));
    expect(await say('audit', 'verify')).toMatchObject({ code: 3, err: expect.stringMatching(/^Line 2 \(entry 2, runEnded, .*\) was altered/), out: expect.stringContaining('2 lines, 1 fault.') });
    expect(await say('audit', 'wipe')).toMatchObject({ code: 2 });
  });
});

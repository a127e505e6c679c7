import { describe, expect, it } from 'vitest';
import { batchFromRows, rowObject, selectRows } from '../../kit/batch.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

const schema: Schema = [
  { name: 'T', type: 'text' },
  { name: 'N', type: 'number' },
  { name: 'B', type: 'boolean' },
  { name: 'D', type: 'date' },
  { name: 'M', type: 'datetime' },
  { name: 'H', type: 'time' },
];
const rowsOf = (cells: readonly (readonly Cell[])[]) => batchFromRows(schema, cells, { source: 'list', ordinal: 0 });
const ofText = (...texts: readonly (string | null)[]) => rowsOf(texts.map((text) => [text]));
type Settings = Parameters<typeof runTransform<typeof definition.settings>>[2];

async function script(settings: Settings, ...batches: readonly ReturnType<typeof rowsOf>[]) {
  const result = await runTransform(definition, run, { keepOthers: false, ...settings }, batches);
  return { ...result, rows: result.emitted.flatMap((batch) => Array.from(batch.rows, (row) => rowObject(batch, row))) };
}
const text = [{ name: 'T', type: 'text' as const }];

describe('scriptRows', () => {
  it('gives cells of every type to the script, and takes them back unchanged', async () => {
    const cells: Cell[][] = [['Ada', 1.5, true, 20_000, 1_700_000_000_123, 3_600_000], [null, null, null, null, null, null], ['', -0.1, false, -1, 0, 0]];
    const types = schema.map(({ name, type }) => ({ name, type }));
    for (const settings of [{ script: 'function onRow(row) { return copy(row) }' }, { mode: 'batch' as const, script: 'const onBatch = (rows) => rows' }]) {
      const { rows } = await script({ ...settings, columns: types }, rowsOf(cells));
      expect(rows.map((row) => Object.values(row))).toEqual([cells[0], cells[1], [null, ...cells[2]!.slice(1)]]);
    }
  });

  it('carries every character both ways', async () => {
    const texts = ['a\u0001b', 'x\0y', '\0', '\ud800', '😀é', 'z\u0001', '\ufffd', 'plain\r\n"'];
    const { rows } = await script({ script: 'const onRow = ({ T }) => ({ T })', columns: text }, ofText(...texts));
    expect(rows.map(({ T }) => T)).toEqual(texts);
  });

  it('works on living rows only', async () => {
    const { rows } = await script({ script: 'const onRow = (row) => ({ T: row.T + "!" })', columns: text }, selectRows(ofText('a', 'b', 'c'), Int32Array.of(0, 2)));
    expect(rows).toEqual([{ T: 'a!' }, { T: 'c!' }]);
  });

  it('remembers what it kept from batch to batch', async () => {
    const given = ofText('a', 'b');
    const { rows } = await script({ script: 'let n = 0; const onRow = () => ({ T: String(++n) })', columns: text }, given, { ...given });
    expect(rows.map(({ T }) => T)).toEqual(['1', '2', '3', '4']);
  });

  it.each([
    ['1', 'The script gave 1 where an object with the columns belongs.'],
    ['[1]', 'The script gave a list where an object with the columns belongs.'],
    ['Promise.resolve({})', 'The script gave a promise: functions of a script cannot wait where an object with the columns belongs.'],
    ['({ N: "12" })', 'The script gave "12" for "N", which is not a number.'],
    ['({ N: 0 / 0 })', 'The script gave NaN for "N", which is not a number.'],
    ['missing.x', "ReferenceError: 'missing' is not defined at line 1, column 42 of the script."],
  ])('rejects a row for %s', async (gives, message) => {
    const { rejected, rows } = await script({ script: `const onRow = (row) => row.T === 'bad' ? ${gives} : ({ N: 1 })`, columns: [{ name: 'N', type: 'number' }] }, ofText('bad'));
    expect(rejected.map(({ row, error }) => [row, error.kind, error.message])).toEqual([[0, 'row', message]]);
    expect(rows).toEqual([]);
  });

  it.each([
    ['const onRow = (row) => {', 'scriptSyntax'],
    ['const other = 1 // onRow', 'scriptEnded'],
    ['const onRow = () => { for (;;); }', 'scriptTime'],
    ['for (;;); function onRow() {}', 'scriptTime'],
    ['const kept = []; const onRow = () => { for (;;) kept.push({}); }', 'scriptMemory'],
    ['const onRow = () => ({ Other: 1 })', 'scriptColumnUnknown'],
  ])('ends the run for %s', async (source, code) => {
    await expect(script({ script: source, columns: text, timeoutMs: code === 'scriptTime' ? 50 : 10_000, memoryMb: 4 }, ofText('a'))).rejects.toMatchObject({ kind: 'settings', code });
  });

  it('says at which line and column a script cannot be read', async () => {
    await expect(script({ script: 'const a = 1;\nfunction onRow( { }', columns: text }, ofText('a'))).rejects.toThrow(/at line 2, column 20/);
  });

  it('has no way out, and the same random numbers and one moment each time', async () => {
    const names = ['process', 'require', 'fetch', 'setTimeout', 'console', 'std', 'os', 'WebAssembly', 'XMLHttpRequest', 'performance'];
    const source = `const onRow = () => ({ T: JSON.stringify([${names.map((name) => `typeof ${name}`).join(', ')}]) })`;
    const { rows } = await script({ script: source, columns: text }, ofText('a'));
    expect(new Set(JSON.parse(String(rows[0]!['T'])) as string[])).toEqual(new Set(['undefined']));
    const random = () => script({ script: 'const onRow = () => ({ T: Math.random() + " " + (new Date().getTime() === Date.now()) })', columns: text }, ofText('a', 'b'));
    const [one, two] = [await random(), await random()];
    expect(one.rows).toEqual(two.rows);
    expect(one.rows[0]).not.toEqual(one.rows[1]);
    expect(String(one.rows[0]!['T'])).toMatch(/ true$/);
  });

  it('lets a name that is no name be a column', async () => {
    const odd: Schema = [{ name: '__proto__', type: 'text' }, { name: 'a"]}); (', type: 'text' }];
    const { emitted } = await runTransform(definition, run, { script: `const onRow = (row) => ({ T: row['__proto__'] + row['a"]}); ('] })`, columns: text, keepOthers: false }, [batchFromRows(odd, [['x', 'y']], { source: 'list', ordinal: 0 })]);
    expect(rowObject(emitted[0]!, 0)).toEqual({ T: 'xy' });
  });
});

import { expect, it } from 'vitest';
import { batchFromRows, selectRows, withColumns, type Batch } from './batch.ts';
import { SourceColumn, type ByteBlock } from './column.ts';
import { KeyNumbers } from './keyNumbers.ts';
import type { Cell, Schema } from './schema.ts';
import { seededRandom } from './seededRandom.ts';

const schema: Schema = [{ name: 'Key', type: 'text' }, { name: 'N', type: 'number' }];
const batchOf = (rows: readonly (readonly Cell[])[]): Batch => batchFromRows(schema, rows, { source: 'list', ordinal: 0 });

/** The same texts as cells of a file; those with a comma or a quote stand in quotes there. */
function asFile(batch: Batch): Batch {
  const cells = Array.from({ length: batch.rowCount }, (_, row) => {
    const text = (batch.columns[0]!.value(row) ?? '') as string;
    return Buffer.from(/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  });
  const ends = Int32Array.from(cells.keys(), (row) => cells.slice(0, row + 1).reduce((sum, { length }) => sum + length, 0));
  const starts = ends.map((end, row) => end - cells[row]!.length);
  const block: ByteBlock = { bytes: Buffer.concat(cells), width: 1, starts, ends, quote: 34, dialect: 'test', text: (row) => batch.columns[0]!.value(row) as string | null, over: () => block };
  return withColumns(batch, schema, [new SourceColumn({ block, field: 0 }), batch.columns[1]!]);
}

it('equal keys have one number, counted as they are met, whether they come as bytes or as text', () => {
  const random = seededRandom(5);
  const letters = ['a', 'B', ',', '"', 'ß', '€', '😀', '\n', ' '];
  const texts = Array.from({ length: 3000 }, () => Array.from({ length: Math.floor(random() * 4) }, () => letters[Math.floor(random() * letters.length)]!).join('') || null);
  const batch = batchOf(texts.map((text) => [text, 1]));
  const known = new Map<string | null, number>();
  const expected = texts.map((text) => known.get(text) ?? (known.set(text, known.size), known.size - 1));
  for (const blankWhen of ['never', 'any'] as const) {
    const keys = new KeyNumbers({ blankWhen });
    const reader = keys.reader(schema, [0]);
    const wanted = blankWhen === 'never' ? expected : expected.map((number, row) => (texts[row] === null ? -1 : number - (number > known.get(null)! ? 1 : 0)));
    expect([...reader.enter(asFile(batch))]).toEqual(wanted);
    expect([...reader.find(batch)]).toEqual(wanted);
    expect([...reader.enter(batch)]).toEqual(wanted);
    expect(keys.count).toBe(new Set(wanted.filter((number) => number >= 0)).size);
  }
});

it('halves of characters, which no file has, are keys as well', () => {
  const keys = new KeyNumbers({ blankWhen: 'any' });
  const reader = keys.reader(schema, [0]);
  expect([...reader.enter(batchOf([['\ud800', 1], ['\udc00', 1], ['\ufffd', 1], ['\ud800\udc00', 1], ['\ud800', 1]]))]).toEqual([0, 1, 2, 3, 0]);
});

it('only living rows are looked at, and what was never entered has no number', () => {
  const keys = new KeyNumbers({ blankWhen: 'any' });
  const reader = keys.reader(schema, [0]);
  expect([...reader.enter(selectRows(batchOf([['x', 1], ['y', 1], ['z', 1]]), Int32Array.of(0, 2)))]).toEqual([0, 1]);
  expect([...reader.find(batchOf([['y', 1], ['z', 1]]))]).toEqual([-1, 1]);
});

it('keys of numbers, of several columns and loose ones are told apart as rowKey tells them', () => {
  const several = new KeyNumbers({ blankWhen: 'never' }).reader(schema, [0, 1]);
  expect([...several.enter(batchOf([['a', 1], ['a', 2], ['a', 1], [null, 1]]))]).toEqual([0, 1, 0, 2]);
  const loose = new KeyNumbers({ blankWhen: 'any', isLoose: true }).reader(schema, [0]);
  expect([...loose.enter(batchOf([['ACME  Inc', 1], [' acme inc', 1], [' ', 1]]))]).toEqual([0, 0, -1]);
  const number = new KeyNumbers({ blankWhen: 'any' }).reader(schema, [1]);
  expect([...number.enter(batchOf([['a', 7], ['b', null], ['c', 7]]))]).toEqual([0, -1, 0]);
});

it('refuses rows whose key has another type than that of the first', () => {
  const keys = new KeyNumbers({ blankWhen: 'any' });
  keys.reader(schema, [0]);
  expect(() => keys.reader([{ name: 'Key', type: 'number' }], [0])).toThrow(expect.objectContaining({ kind: 'settings', code: 'columnTypeChanged' }));
});

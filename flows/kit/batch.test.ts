import { describe, expect, it } from 'vitest';
import { allRows, batchFromRows, columnIndex, makeBatch, ordinalOf, rowObject, selectRows, withColumns } from './batch.ts';
import { ConstantColumn, SourceColumn, ValueColumn, type ByteBlock } from './column.ts';
import type { Schema } from './schema.ts';

const schema: Schema = [
  { name: 'Name', type: 'text' },
  { name: 'Age', type: 'number' },
];
const batch = batchFromRows(
  schema,
  [
    ['Ada', 36],
    ['Ida', null],
  ],
  { source: 'list', ordinal: 100 },
);

describe('a batch', () => {
  it('holds columns and says which rows are alive', () => {
    expect(batch.rowCount).toBe(2);
    expect([...batch.rows]).toEqual([0, 1]);
    expect(rowObject(batch, 1)).toEqual({ Name: 'Ida', Age: null });
  });

  it('is narrowed without touching its cells', () => {
    const narrow = selectRows(batch, Int32Array.of(1));
    expect(narrow.columns).toBe(batch.columns);
    expect([...narrow.rows]).toEqual([1]);
    expect([...batch.rows]).toEqual([0, 1]);
  });

  it('takes other columns and keeps its rows and origin', () => {
    const other = withColumns(selectRows(batch, Int32Array.of(1)), [{ name: 'X', type: 'boolean' }], [new ConstantColumn('boolean', true)]);
    expect([...other.rows]).toEqual([1]);
    expect(rowObject(other, 1)).toEqual({ X: true });
    expect(other.origin).toBe(batch.origin);
  });

  it('knows where its rows came from, in order or not', () => {
    expect(ordinalOf(batch, 1)).toBe(101);
    expect(ordinalOf({ ...batch, ordinals: Int32Array.of(7, 3) }, 1)).toBe(3);
  });

  it('carries a cursor only when it is given one', () => {
    expect('cursor' in batch).toBe(false);
    expect(makeBatch(schema, batch.columns, 2, batch.origin, { line: 3 }).cursor).toEqual({ line: 3 });
  });
});

describe('selections and columns', () => {
  it('every row, of batches of any size', () => {
    const small = allRows(3);
    expect(allRows(5000)[4999]).toBe(4999);
    expect([...small]).toEqual([0, 1, 2]);
    expect(allRows(0)).toHaveLength(0);
  });

  it('are found by exact name', () => expect([columnIndex(schema, 'Age'), columnIndex(schema, 'age')]).toEqual([1, -1]));
  it('of values read holes as blank', () => expect([0, 1, 9].map((row) => new ValueColumn('number', [undefined, 0]).value(row))).toEqual([null, 0, null]));

  it('over source bytes decode a cell when it is asked for, and not before', () => {
    const asked: number[] = [];
    const block: ByteBlock = {
      bytes: new Uint8Array(),
      width: 1,
      starts: new Int32Array(),
      ends: new Int32Array(),
      quote: -1,
      dialect: 'test',
      text: (row) => {
        asked.push(row);
        return row === 0 ? null : String(row * 2);
      },
      over: () => block,
    };
    const column = new SourceColumn({ block, field: 0 });
    expect(asked).toEqual([]);
    expect([column.value(3), column.value(0)]).toEqual(['6', null]);
    expect(asked).toEqual([3, 0]);
    expect(new SourceColumn({ block, field: 0 }).value(2)).toBe('4');
  });
});

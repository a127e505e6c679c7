import { describe, expect, it } from 'vitest';
import { batchFromRows, rowObject, selectRows } from './batch.ts';
import { heldBatches } from './heldBatches.ts';
import { HeldRows } from './heldRows.ts';
import type { Cell, Schema } from './schema.ts';

const schema: Schema = [
  { name: 'Name', type: 'text' },
  { name: 'Amount', type: 'number' },
  { name: 'City', type: 'text' },
  { name: 'Open', type: 'boolean' },
];
const origin = { source: 'list', ordinal: 0 };
const row = (index: number): Cell[] => [
  index % 7 === 0 ? null : `Name with many letters ${index}`,
  index % 5 === 0 ? null : index / 4,
  index % 3 === 0 ? `łódź ${index}` : null,
  index % 2 === 0 ? null : index % 4 === 1,
];

describe('HeldRows', () => {
  it('gives back every cell of living rows, over the bounds of batches and parts', () => {
    const held = new HeldRows(schema);
    const expected: Cell[][] = [];
    for (let at = 0; at < 10_000; at += 1000) {
      const rows = Array.from({ length: 1000 }, (_, index) => row(at + index));
      const living = Int32Array.from(rows.keys()).filter((index) => index % 10 !== 3);
      held.add(selectRows(batchFromRows(schema, rows, origin), living));
      expected.push(...Array.from(living, (index) => rows[index]!));
    }
    held.seal();
    expect(held.count).toBe(9000);
    expect(expected.map((_, number) => schema.map((_column, index) => held.value(index, number)))).toEqual(expected);
  });

  it('makes batches in any order; number -1 is a row of blanks', () => {
    const held = new HeldRows(schema);
    held.add(batchFromRows(schema, [row(1), row(2), row(3)], origin));
    held.seal();
    const [batch] = [...heldBatches(held, 'sort', Int32Array.of(2, 0, -1))];
    expect(rowObject(batch!, 0)['City']).toBe('łódź 3');
    expect(rowObject(batch!, 1)).toEqual({ Name: 'Name with many letters 1', Amount: 0.25, City: null, Open: true });
    expect(rowObject(batch!, 2)).toEqual({ Name: null, Amount: null, City: null, Open: null });
  });

  it('finds columns by name when later batches have others', () => {
    const held = new HeldRows([schema[0]!, schema[1]!]);
    held.add(batchFromRows(schema, [row(1)], origin));
    held.add(batchFromRows([schema[1]!], [[7]], origin));
    held.seal();
    expect([held.value(0, 0), held.value(0, 1), held.value(1, 1)]).toEqual(['Name with many letters 1', null, 7]);
  });

  it('ends with kind settings when a column has another type later', () => {
    const held = new HeldRows([schema[1]!]);
    held.add(batchFromRows([schema[1]!], [[1]], origin));
    const other = batchFromRows([{ name: 'Amount', type: 'text' }], [['1']], origin);
    expect(() => held.add(other)).toThrow(expect.objectContaining({ kind: 'settings', code: 'columnTypeChanged' }));
  });

  it('knows what it takes', () => {
    const held = new HeldRows(schema);
    held.add(batchFromRows(schema, Array.from({ length: 4096 }, (_, index) => ['twenty letters here!', index, null, true]), origin));
    // Texts, the ends of two text columns, two columns of doubles.
    expect(held.bytes).toBe(4096 * (20 + 2 * 4 + 2 * 8));
  });
});

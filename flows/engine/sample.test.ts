import { expect, test } from 'vitest';
import { batchFromRows, selectRows, withColumns, type Batch } from '../kit/batch.ts';
import type { Column } from '../kit/column.ts';
import type { Cell, Schema } from '../kit/schema.ts';
import { Sample, SampledCells, sampleRows } from './sample.ts';

const schema: Schema = [{ name: 'name', type: 'text' }, { name: 'day', type: 'date' }];
const batchOf = (rows: Cell[][]): Batch => batchFromRows(schema, rows, { source: 'read', ordinal: 0 });
const kept = (sample: Sample): unknown => sample.columns.map((cells) => JSON.parse(cells) as unknown);

test('keeps the living rows of every batch, column by column, as JSON carries them', () => {
  const sample = new Sample(new SampledCells());
  sample.take(selectRows(batchOf([['Ann', 0], ['Bob', 1], [null, 2]]), Int32Array.of(0, 2)));
  sample.take(batchOf([['C "x"', null]]));
  expect(sample).toMatchObject({ schema, count: 3, isFull: false });
  expect(kept(sample)).toEqual([['Ann', null, 'C "x"'], ['1970-01-01', '1970-01-03', null]]);
});

test('finds the columns of a batch with others by their names; one that is missing is blank', () => {
  const sample = new Sample(new SampledCells());
  sample.take(batchOf([['Ann', 0]]));
  sample.take(batchFromRows([{ name: 'other', type: 'text' }, { name: 'name', type: 'text' }], [['x', 'Bob'], ['y', 'Cid']], { source: 'read', ordinal: 1 }));
  expect(kept(sample)).toEqual([['Ann', 'Bob', 'Cid'], ['1970-01-01', null, null]]);
});

test('is full at the first thousand rows, and knows its columns before any row', () => {
  const sample = new Sample(new SampledCells());
  sample.take(batchOf([]));
  expect(sample).toMatchObject({ schema, count: 0, columns: ['[]', '[]'] });
  sample.take(batchOf(Array.from({ length: sampleRows + 24 }, (_, row) => [String(row), row])));
  expect(sample).toMatchObject({ count: sampleRows, isFull: true });
  expect(JSON.parse(sample.columns[0]!)).toHaveLength(sampleRows);
});

test('reads a column once for all edges that it goes over with the same rows', () => {
  const asked: number[] = [];
  const column: Column = { type: 'text', value: (row) => (asked.push(row), `cell ${row}`) };
  const rows = withColumns(batchOf([['', 0], ['', 1]]), [schema[0]!], [column]);
  const cells = new SampledCells();
  const samples = [new Sample(cells), new Sample(cells), new Sample(cells)];
  samples[0]!.take(rows);
  samples[1]!.take({ ...rows });
  expect(asked).toEqual([0, 1]);
  samples[2]!.take(selectRows(rows, Int32Array.of(1)));
  expect(samples.map(kept)).toEqual([[['cell 0', 'cell 1']], [['cell 0', 'cell 1']], [['cell 1']]]);
});

test('goes on with what was kept until a checkpoint, and forgets what came after it', () => {
  const sample = new Sample(new SampledCells());
  sample.goOn({ schema, rows: [['Ann', '1970-01-01'], ['Bob', null], ['late', null]] }, 2);
  sample.take(batchOf([['Cid', 5]]));
  expect(sample.count).toBe(3);
  expect(kept(sample)).toEqual([['Ann', 'Bob', 'Cid'], ['1970-01-01', null, '1970-01-06']]);
});

import { expect, it } from 'vitest';
import { batchFromRows, rowObject, type Batch } from '../../kit/batch.ts';
import type { Cell } from '../../kit/schema.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

const rows = (port: string, columns: readonly string[], cells: Cell[][]): { port: string; batch: Batch } => ({
  port,
  batch: batchFromRows(columns.map((name) => ({ name, type: 'text' })), cells, { source: port, ordinal: 0 }),
});

it('keeps rows until every input has shown its columns, then passes batches on as they come, and says what differs', async () => {
  const { emitted, logged } = await runTransform(definition, run, {}, [
    rows('in1', ['A'], [['1']]),
    rows('in1', ['A'], [['2']]),
    rows('in2', ['A', 'B'], [['3', 'b']]),
    rows('in1', ['A'], [['4']]),
  ]);
  const all = emitted.flatMap((batch) => Array.from(batch.rows, (row) => rowObject(batch, row)));
  expect(all).toEqual([{ A: '1', B: null }, { A: '2', B: null }, { A: '3', B: 'b' }, { A: '4', B: null }]);
  expect(new Set(emitted.map(({ schema }) => schema)).size).toBe(1);
  expect(logged).toEqual(['"Rows 1" does not have these columns, they are blank: B.']);
});

it('lets go what it kept when an input ends without a batch', async () => {
  const { emitted } = await runTransform(definition, run, {}, [rows('in2', ['A'], [['1']])]);
  expect(emitted.map((batch) => batch.rows.length)).toEqual([1]);
});

it('warns of a column that has different types', () => {
  const upstream = [[{ name: 'Key', type: 'number' as const }], [{ name: 'Key', type: 'text' as const }]];
  expect(definition.check!({ inputs: 2 }, upstream)).toMatchObject([{ code: 'columnTypesDiffer', severity: 'warning' }]);
  expect(definition.columns!({ inputs: 2 }, upstream)).toEqual([{ name: 'Key', type: 'text' }]);
});

import { expect, it } from 'vitest';
import { batchFromRows, withColumns, type Batch } from '../batch.ts';
import type { AppError } from '../errors.ts';
import { bindFormula } from './bindFormula.ts';
import { fillColumn } from './fillColumn.ts';
import type { CompiledFormula } from './formula.ts';

const batch = batchFromRows([{ name: 'T', type: 'text' }, { name: 'N', type: 'number' }], [['a', 1], ['b', 0], [null, 2]], { source: 'list', ordinal: 0 });
const bind = (formula: string): CompiledFormula => bindFormula(formula, batch.schema, [], { nowMs: 0 });

it('a formula that has an answer for all values is worked out when somebody asks, once for each cell', () => {
  const asked: number[] = [];
  const formula = bind('T & "!"');
  const column = fillColumn({ ...formula, evaluate: (rows, row) => (asked.push(row), formula.evaluate(rows, row)) }, batch, new Map());
  expect(asked).toEqual([]);
  expect([column.value(1), column.value(2), column.value(1)]).toEqual(['b!', '!', 'b!']);
  expect(asked).toEqual([1, 2]);
});

it('one that may reject a row is worked out at once', () => {
  const failed = new Map<number, AppError>();
  const column = fillColumn(bind('LEFT(T, 10 / N)'), batch, failed);
  expect([...failed.keys()]).toEqual([1]);
  expect(column.value(0)).toBe('a');
});

it('chains of any length can be asked', () => {
  let chained: Batch = batch;
  const formula = bind('T & "."');
  for (let count = 0; count < 20_000; count++) chained = withColumns(chained, chained.schema, [fillColumn(formula, chained, new Map()), chained.columns[1]!]);
  expect((chained.columns[0]!.value(0) as string).length).toBe(20_001);
});

import type { Batch } from '../batch.ts';
import { ConstantColumn, NumberColumn, ValueColumn, type Column } from '../column.ts';
import { asAppError, type AppError } from '../errors.ts';
import type { Cell } from '../schema.ts';
import type { CompiledFormula } from './formula.ts';
import { SteppedColumn } from './kernels/steppedColumn.ts';
import { LazyColumn, lazyDepth } from './lazyColumn.ts';

/** Longer chains of columns that wait for one another would take too much of the stack. */
const deepest = 32;

/**
 * The column that a formula gives for the living rows of a batch. One that is only named is passed on as the object it is, so that it stays
 * lazy; a constant takes no room; one that rejects no row is worked out when it is asked for. Rows for which it cannot be worked out are added to `failed`; those that are there already are left out.
 */
export function fillColumn(formula: CompiledFormula, batch: Batch, failed: Map<number, AppError>): Column {
  if (formula.column !== undefined) return batch.columns[formula.column]!;
  if (formula.columns.length === 0 && formula.totals.length === 0) return new ConstantColumn(formula.type, formula.evaluate(batch, 0));
  if (formula.neverFails && lazyDepth(batch) < deepest) return new LazyColumn(formula, batch);
  const { step } = formula.kernels;
  if (step) return new SteppedColumn(batch.columns[step.column]!, step.step, batch);
  const numbers = failed.size === 0 ? numbersOf(formula, batch) : undefined;
  if (numbers) return new NumberColumn(formula.type, numbers);
  const { rows } = batch;
  const values: Cell[] = [];
  values.length = batch.rowCount;
  let position = 0;
  while (position < rows.length) {
    try {
      for (; position < rows.length; position++) {
        const row = rows[position]!;
        if (failed.size === 0 || !failed.has(row)) values[row] = formula.evaluate(batch, row);
      }
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.kind !== 'row') throw error;
      failed.set(rows[position++]!, error);
    }
  }
  return new ValueColumn(formula.type, values);
}

/** All numbers at once; undefined where there is no such way, or where a row has none: then that row must be found. */
function numbersOf({ kernels }: CompiledFormula, batch: Batch): Float64Array | undefined {
  try {
    return kernels.numbers?.(batch);
  } catch (thrown) {
    if (asAppError(thrown).kind !== 'row') throw thrown;
    return undefined;
  }
}

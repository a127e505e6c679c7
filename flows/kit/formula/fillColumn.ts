import type { Batch } from '../batch.ts';
import { ConstantColumn, ValueColumn, type Column } from '../column.ts';
import { asAppError, type AppError } from '../errors.ts';
import type { Cell } from '../schema.ts';
import type { CompiledFormula } from './formula.ts';

/**
 * The column that a formula gives for the living rows of a batch. One that is only named is passed on as the object it is, so that it stays
 * lazy; a constant takes no room. Rows for which it cannot be worked out are added to `failed`; those that are there already are left out.
 */
export function fillColumn(formula: CompiledFormula, batch: Batch, failed: Map<number, AppError>): Column {
  if (formula.column !== undefined) return batch.columns[formula.column]!;
  if (formula.columns.length === 0) return new ConstantColumn(formula.type, formula.evaluate(batch, 0));
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

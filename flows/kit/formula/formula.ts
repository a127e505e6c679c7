import type { Batch } from '../batch.ts';
import type { Cell, ColumnType } from '../schema.ts';

/** A fault in a formula's text, with where it is: `from` and `to` are offsets in the source, `to` exclusive. */
export interface FormulaProblem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly from: number;
  readonly to: number;
}

/** A formula bound to the columns of a schema. */
export interface CompiledFormula {
  readonly type: ColumnType;
  /** The cell for physical row `row`. Throws an AppError of kind `row` when the row's values do not allow one. */
  evaluate(batch: Batch, row: number): Cell;
  /** The columns it reads. None: every row gives the same. */
  readonly columns: readonly string[];
  /** The position of the column the formula is, when it is a column and nothing more: its cells can be passed on untouched. */
  readonly column?: number;
}

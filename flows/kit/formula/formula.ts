import type { Batch } from '../batch.ts';
import type { Cell, ColumnType } from '../schema.ts';
import type { ConditionKernel } from './kernels/conditionKernel.ts';
import type { NumberKernel } from './kernels/numberKernel.ts';
import type { Step } from './kernels/steppedColumn.ts';
import type { TextKernel } from './kernels/textKernel.ts';

/** A fault in a formula's text, with where it is: `from` and `to` are offsets in the source, `to` exclusive. */
export interface FormulaProblem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly from: number;
  readonly to: number;
}

/** Ways to work a formula out for a whole batch. */
export interface Kernels {
  readonly numbers?: NumberKernel | undefined;
  readonly texts?: TextKernel | undefined;
  readonly condition?: ConditionKernel | undefined;
  /** One step from a column of numbers. */
  readonly step?: { readonly column: number; readonly step: Step } | undefined;
}

/** A formula bound to the columns of a schema. */
export interface CompiledFormula {
  readonly type: ColumnType;
  /** The cell for physical row `row`. Throws an AppError of kind `row` when the row's values do not allow one. */
  evaluate(batch: Batch, row: number): Cell;
  /** The columns it reads. None: every row gives the same. */
  readonly columns: readonly string[];
  /** The functions in it that look at all rows of a group. Where there are no groups it cannot be worked out. */
  readonly totals: readonly string[];
  /** It rejects no row. */
  readonly neverFails: boolean;
  /** Those it has; they give what `evaluate` gives. */
  readonly kernels: Kernels;
  /** The position of the column the formula is, when it is a column and nothing more: its cells can be passed on untouched. */
  readonly column?: number;
}

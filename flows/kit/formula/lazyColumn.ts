import type { Batch } from '../batch.ts';
import type { ByteBlock, CellSource, Column } from '../column.ts';
import type { Cell, ColumnType } from '../schema.ts';
import type { CompiledFormula } from './formula.ts';

/**
 * The column that a formula gives, worked out cell by cell when somebody asks, and then kept: most flows drop rows or columns behind a
 * formula, and what nobody asks for costs nothing.
 */
export class LazyColumn implements Column {
  readonly type: ColumnType;
  /** How many such columns may wait for one another to give a cell of this one. */
  readonly depth: number;
  readonly #formula: CompiledFormula;
  readonly #batch: Batch;
  #values: (Cell | undefined)[] | undefined;
  /** Null: there are none. */
  #bytes: ByteBlock | null | undefined;

  /** @param formula one that never fails */
  constructor(formula: CompiledFormula, batch: Batch) {
    this.type = formula.type;
    this.#formula = formula;
    this.#batch = batch;
    this.depth = lazyDepth(batch) + 1;
  }

  /** All cells as bytes, where the formula has a way from bytes to bytes: made when somebody wants to copy them. */
  get source(): CellSource | undefined {
    if (this.#bytes === undefined) this.#bytes = this.#formula.kernels.texts?.(this.#batch) ?? null;
    return this.#bytes === null ? undefined : { block: this.#bytes, field: 0 };
  }

  value(row: number): Cell {
    if (this.#bytes) return this.#bytes.text(row, 0);
    const values = (this.#values ??= Array.from({ length: this.#batch.rowCount }));
    return (values[row] ??= this.#formula.evaluate(this.#batch, row));
  }
}

/** How deep the columns of a batch wait for one another. */
export function lazyDepth({ columns }: Batch): number {
  return columns.reduce((depth, column) => (column instanceof LazyColumn ? Math.max(depth, column.depth) : depth), 0);
}

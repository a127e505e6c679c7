import type { Batch } from '../../batch.ts';
import { NumberColumn, type Column } from '../../column.ts';
import type { Cell } from '../../schema.ts';

/** Works out a number of each living row from that of another; `out` may be `values` itself. NaN is blank, in and out. */
export type Step = (values: Float64Array, rows: Int32Array, out: Float64Array) => void;

/**
 * Numbers that are a step away from another column's and cannot fail. They are worked out when somebody asks for one, all at once: a chain of such
 * columns, which a line of nodes makes, goes through one array step after step, and what lies between is never made.
 */
export class SteppedColumn implements Column {
  readonly type = 'number';
  readonly #step: Step;
  readonly #batch: Batch;
  #base: Column | undefined;
  #values: Float64Array | undefined;

  constructor(base: Column, step: Step, batch: Batch) {
    this.#base = base;
    this.#step = step;
    // Of a batch only the rows: its columns would keep all that came before alive.
    this.#batch = { ...batch, columns: [] };
  }

  get values(): Float64Array {
    return (this.#values ??= this.#make());
  }

  value(row: number): Cell {
    const value = this.values[row]!;
    return Number.isNaN(value) ? null : value;
  }

  #make(): Float64Array {
    const { rows, rowCount } = this.#batch;
    const steps = [this.#step];
    let base = this.#base!;
    while (base instanceof SteppedColumn && base.#values === undefined) {
      steps.push(base.#step);
      base = base.#base!;
    }
    this.#base = undefined;
    const out = new Float64Array(rowCount);
    let from = numbersOf(base, this.#batch);
    while (steps.length > 0) {
      steps.pop()!(from, rows, out);
      from = out;
    }
    return out;
  }
}

/** The numbers of a column for the living rows of a batch; those of a column that is made of them as they are. */
export function numbersOf(column: Column, { rows, rowCount }: Pick<Batch, 'rows' | 'rowCount'>): Float64Array {
  if (column instanceof NumberColumn || column instanceof SteppedColumn) return column.values;
  const values = new Float64Array(rowCount);
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    const value = column.value(row) as number | null;
    values[row] = value === null ? NaN : value;
  }
  return values;
}

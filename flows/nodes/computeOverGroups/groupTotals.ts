import { accumulatorOf, type Accumulator } from '../../kit/accumulators.ts';
import type { Batch } from '../../kit/batch.ts';
import type { Column } from '../../kit/column.ts';
import type { AppError } from '../../kit/errors.ts';
import { bindFormula } from '../../kit/formula/bindFormula.ts';
import { rowErrorOf } from '../../kit/formula/condition.ts';
import type { CompiledFormula } from '../../kit/formula/formula.ts';
import type { Evaluator, FormulaOptions, Part } from '../../kit/formula/operation.ts';
import type { MappingEntry } from '../../kit/fields.ts';
import type { Cell, ColumnType, Schema } from '../../kit/schema.ts';
import { totalType, type TotalFunction } from '../../kit/totalFunctions.ts';

interface Total {
  readonly of: TotalFunction;
  /** The type of the values. */
  readonly type: ColumnType;
  /** Undefined for a total of the rows themselves. */
  readonly value: Evaluator | undefined;
}

/** The formulas of a node bound to a schema: the totals in them, and the formulas over rows that have the totals in columns behind their own. */
export interface TotalFormulas {
  readonly formulas: readonly CompiledFormula[];
  readonly totals: readonly Total[];
}

/** Throws kind `settings` when a formula does not fit the columns. */
export function bindTotals(columns: readonly MappingEntry[], schema: Schema, nowMs: number): TotalFormulas {
  const totals: Total[] = [];
  const total: FormulaOptions['total'] = (of: TotalFunction, part: Part | undefined) => {
    const at = schema.length + totals.length;
    totals.push({ of, type: part === undefined || part.type === 'null' ? 'number' : part.type, value: part?.evaluate });
    return (batch, row) => batch.columns[at]!.value(row);
  };
  return { formulas: columns.map(({ formula }, index) => bindFormula(formula, schema, ['columns', index, 'formula'], { nowMs, total })), totals };
}

/** Works totals out for groups, which are numbered from 0. */
export class GroupTotals {
  readonly #totals: readonly Total[];
  readonly #accumulators: readonly Accumulator[];
  /** By total and group: what came out, once it was asked for. */
  readonly #results: Cell[][];

  constructor(totals: readonly Total[]) {
    this.#totals = totals;
    this.#accumulators = totals.map(({ of, type }) => accumulatorOf(of, type));
    this.#results = totals.map(() => []);
  }

  get bytes(): number {
    return this.#accumulators.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * Adds a row to its group, unless a value cannot be worked out; the error is then given back.
   * @param totals those the groups were made with, perhaps bound to another schema
   */
  add(totals: readonly Total[], batch: Batch, row: number, group: number): AppError | undefined {
    const values: Cell[] = [];
    try {
      for (const { value } of totals) values.push(value ? value(batch, row) : 0);
    } catch (thrown) {
      return rowErrorOf(thrown);
    }
    for (let index = 0; index < values.length; index++) if (values[index] !== null) this.#accumulators[index]!.add(group, values[index]!);
    return undefined;
  }

  /** The totals as columns of rows, whose groups are given. */
  columns(groups: Int32Array): Column[] {
    return this.#totals.map(({ of, type }, index): Column => {
      const [results, accumulator] = [this.#results[index]!, this.#accumulators[index]!];
      return { type: totalType(of, type), value: (row) => (results[groups[row]!] ??= accumulator.result(groups[row]!)) };
    });
  }
}

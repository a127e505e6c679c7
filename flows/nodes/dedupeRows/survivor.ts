import type { Batch } from '../../kit/batch.ts';
import { copyText } from '../../kit/copyText.ts';
import { entryBytes } from '../../kit/memory.ts';
import { formatCell, type Cell, type Schema } from '../../kit/schema.ts';

export const survivorOptions = [
  { value: 'filled', title: 'The fullest', help: 'The row with the most cells that are not blank; of several the first.' },
  { value: 'first', title: 'The first' },
  { value: 'last', title: 'The last' },
  { value: 'largest', title: 'The largest in a column', help: 'Such as the newest: the largest date.' },
] as const;
export type SurvivorRule = (typeof survivorOptions)[number]['value'];

export interface Survivor {
  readonly row: number;
  /** For people: `the fullest: 7 of 9 cells`. */
  readonly why: string;
}

/** The best row of a group so far. */
interface Best {
  row: number;
  rows: number;
  filled: number;
  value: Cell;
}

/** Chooses which row of each group stays. Rows are offered in the order in which they came. */
export class Survivors {
  readonly #schema: Schema;
  readonly #rule: SurvivorRule;
  readonly #largestIn: number;
  readonly #best = new Map<number, Best>();
  #texts = 0;

  /** @param largestIn the column that decides by the rule `largest` */
  constructor(schema: Schema, rule: SurvivorRule, largestIn: number) {
    this.#schema = schema;
    this.#rule = rule;
    this.#largestIn = largestIn;
  }

  get bytes(): number {
    return this.#best.size * entryBytes + this.#texts;
  }

  /** Row `number` of all is row `row` of a batch. */
  offer(group: number, number: number, batch: Batch, row: number): void {
    const best = this.#best.get(group);
    const filled = this.#rule === 'filled' ? batch.columns.reduce((sum, column) => sum + (column.value(row) === null ? 0 : 1), 0) : 0;
    const value = this.#rule === 'largest' ? batch.columns[this.#largestIn]!.value(row) : null;
    if (!best) this.#best.set(group, { row: number, rows: 1, filled, value: this.#kept(value) });
    else {
      best.rows++;
      const isBetter = { first: false, last: true, filled: filled > best.filled, largest: value !== null && (best.value === null || value > best.value) }[this.#rule];
      if (isBetter) Object.assign(best, { row: number, filled, value: this.#kept(value) });
    }
  }

  /** The survivor of a group; undefined for a row that is alone. */
  of(group: number): Survivor | undefined {
    const best = this.#best.get(group);
    return best && { row: best.row, why: this.#why(best) };
  }

  #why({ rows, filled, value }: Best): string {
    if (this.#rule === 'filled') return `the fullest of ${rows}: ${filled} of ${this.#schema.length} cells`;
    if (this.#rule !== 'largest') return `the ${this.#rule} of ${rows}`;
    const { name, type } = this.#schema[this.#largestIn]!;
    return `the largest ${name} of ${rows}: ${formatCell(type, value) || 'blank'}`;
  }

  #kept(value: Cell): Cell {
    if (typeof value !== 'string') return value;
    this.#texts += value.length;
    return copyText(value);
  }
}

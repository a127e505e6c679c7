import type { Batch } from '../../kit/batch.ts';
import { duplicateKeys, type Context } from './duplicateKeys.ts';

/** Finds of rows that are numbered as they come those that stay: the last of each key, and those without one. */
export class LastRows {
  readonly #keys: ReturnType<typeof duplicateKeys>;
  #count = 0;
  /** By row the number of its key, and by that number the last row that has it. */
  #keyOf: Int32Array<ArrayBuffer>;
  #last: Int32Array<ArrayBuffer>;

  /** @param expected so many rows will come, where that is known */
  constructor(context: Context, expected = 0) {
    this.#keys = duplicateKeys(context, expected);
    const room = Math.max(256, expected);
    [this.#keyOf, this.#last] = [new Int32Array(room), new Int32Array(room)];
  }

  /** What it takes in memory. */
  get bytes(): number {
    return this.#keys.size + 2 * this.#keyOf.byteLength;
  }

  enter(batch: Batch): void {
    const numbers = this.#keys.enter(batch);
    if (this.#count + numbers.length > this.#keyOf.length) {
      const size = Math.max(this.#count + numbers.length, this.#keyOf.length * 2);
      [this.#keyOf, this.#last] = [longer(this.#keyOf, size), longer(this.#last, size)];
    }
    for (const number of numbers) {
      if (number >= 0) this.#last[number] = this.#count;
      this.#keyOf[this.#count++] = number;
    }
  }

  /** The rows that stay, in their order. */
  kept(): Int32Array {
    const rows = new Int32Array(this.#count);
    let kept = 0;
    for (let row = 0; row < this.#count; row++) {
      const key = this.#keyOf[row]!;
      if (key < 0 || this.#last[key] === row) rows[kept++] = row;
    }
    return rows.subarray(0, kept);
  }
}

function longer(rows: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const all = new Int32Array(size);
  all.set(rows);
  return all;
}

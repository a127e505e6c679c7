import type { Batch } from '../../kit/batch.ts';
import type { NumberedRows } from '../../kit/heldRows.ts';
import { KeyNumbers, type KeyReader } from '../../kit/keyNumbers.ts';
import { keyColumns, type KeyPair } from '../../kit/keyPairs.ts';
import type { Schema } from '../../kit/schema.ts';

/** The right rows of a join, found by key. Rows of one key form a chain in the order in which they came. */
export class RightRows {
  readonly held: NumberedRows;
  readonly #keys: readonly KeyPair[];
  readonly #numbers: KeyNumbers;
  #count = 0;
  /** So many keys were met; they are numbered as they are met. */
  #met = 0;
  /** By the number of a key: the first and the last row of its chain. */
  #first: Int32Array<ArrayBuffer>;
  #last: Int32Array<ArrayBuffer>;
  /** By row: the next of its chain, or -1. */
  #next: Int32Array<ArrayBuffer>;
  #bound: { readonly schema: Schema; readonly reader: KeyReader } | undefined;

  /** @param held where the rows lie; `enter` must be called for all of them */
  constructor(held: NumberedRows, keys: readonly KeyPair[], isLoose: boolean) {
    this.held = held;
    this.#keys = keys;
    this.#numbers = new KeyNumbers({ isLoose, blankWhen: 'any' }, held.count);
    const room = Math.max(256, held.count);
    [this.#first, this.#last, this.#next] = [new Int32Array(room), new Int32Array(room), new Int32Array(room)];
  }

  get bytes(): number {
    return this.held.bytes + this.#numbers.size + 3 * this.#next.byteLength;
  }

  /** Takes in the keys of the rows that come next. */
  enter(batch: Batch): void {
    if (batch.schema !== this.#bound?.schema) {
      this.#bound = { schema: batch.schema, reader: this.#numbers.reader(batch.schema, keyColumns(this.#keys, batch.schema, 'equals')) };
    }
    const keys = this.#bound.reader.enter(batch);
    this.#reserve(this.#count + keys.length);
    for (const key of keys) this.#chain(key, this.#count++);
  }

  /** Finds for each living row of batches of a schema the first right row with its key, or -1. */
  finder(schema: Schema): (batch: Batch) => Int32Array {
    const reader = this.#numbers.reader(schema, keyColumns(this.#keys, schema, 'column'));
    return (batch) => {
      const found = reader.find(batch);
      // The key of row 0 is number 0, and so on.
      if (this.isUnique) return found;
      for (let k = 0; k < found.length; k++) if (found[k]! >= 0) found[k] = this.#first[found[k]!]!;
      return found;
    };
  }

  /** Every row has a key of its own. */
  get isUnique(): boolean {
    return this.#numbers.count === this.#count;
  }

  /** The next row of the same key, or -1. */
  next(row: number): number {
    return this.#next[row]!;
  }

  #chain(key: number, row: number): void {
    this.#next[row] = -1;
    if (key < 0) return;
    if (key === this.#met) this.#first[this.#met++] = row;
    else this.#next[this.#last[key]!] = row;
    this.#last[key] = row;
  }

  #reserve(rows: number): void {
    if (rows <= this.#next.length) return;
    const longer = (numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const all = new Int32Array(Math.max(rows, 2 * numbers.length));
      all.set(numbers);
      return all;
    };
    [this.#first, this.#last, this.#next] = [longer(this.#first), longer(this.#last), longer(this.#next)];
  }
}

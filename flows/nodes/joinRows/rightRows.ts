import type { Batch } from '../../kit/batch.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { KeyNumbers, type KeyReader } from '../../kit/keyNumbers.ts';
import { keyColumns, type KeyPair } from '../../kit/keyPairs.ts';
import type { Schema } from '../../kit/schema.ts';

/** The right rows of a join, found by key. Rows of one key form a chain in the order in which they came. */
export class RightRows {
  readonly held: HeldRows;
  readonly #keys: readonly KeyPair[];
  readonly #numbers: KeyNumbers;
  /** By the number of a key: the first and the last row of its chain. */
  readonly #first: number[] = [];
  readonly #last: number[] = [];
  /** By row: the next of its chain, or -1. */
  readonly #next: number[] = [];
  #bound: { readonly schema: Schema; readonly reader: KeyReader } | undefined;

  constructor(schema: Schema, keys: readonly KeyPair[], isLoose: boolean) {
    this.held = new HeldRows(schema);
    this.#keys = keys;
    this.#numbers = new KeyNumbers({ isLoose, blankWhen: 'any' });
  }

  get bytes(): number {
    return this.held.bytes + this.#numbers.size + this.#numbers.count * 16 + this.held.count * 8;
  }

  add(batch: Batch): void {
    if (batch.schema !== this.#bound?.schema) {
      this.#bound = { schema: batch.schema, reader: this.#numbers.reader(batch.schema, keyColumns(this.#keys, batch.schema, 'equals')) };
    }
    let row = this.held.count;
    for (const key of this.#bound.reader.enter(batch)) this.#chain(key, row++);
    this.held.add(batch);
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
    return this.#numbers.count === this.held.count;
  }

  /** The next row of the same key, or -1. */
  next(row: number): number {
    return this.#next[row]!;
  }

  #chain(key: number, row: number): void {
    this.#next.push(-1);
    if (key < 0) return;
    if (key === this.#first.length) this.#first.push(row);
    else this.#next[this.#last[key]!] = row;
    this.#last[key] = row;
  }
}

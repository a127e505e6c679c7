import type { Batch } from '../../kit/batch.ts';
import { copyText } from '../../kit/copyText.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { keyColumns, type KeyPair } from '../../kit/keyPairs.ts';
import { entryBytes } from '../../kit/memory.ts';
import { rowKey, type Key } from '../../kit/rowKey.ts';
import type { Schema } from '../../kit/schema.ts';

/** The right rows of a join, found by key. Rows of one key form a chain in the order in which they came. */
export class RightRows {
  readonly held: HeldRows;
  readonly #first = new Map<Key, number>();
  /** By the first row of a chain: its last. */
  readonly #last: number[] = [];
  /** By row: the next of its chain, or -1. */
  readonly #next: number[] = [];
  readonly #keys: readonly KeyPair[];
  readonly #isLoose: boolean;
  #keyBytes = 0;
  #bound: Schema | undefined;
  #keyOf: (batch: Batch, row: number) => Key | null = () => null;

  constructor(schema: Schema, keys: readonly KeyPair[], isLoose: boolean) {
    this.held = new HeldRows(schema);
    this.#keys = keys;
    this.#isLoose = isLoose;
  }

  get bytes(): number {
    return this.held.bytes + this.#keyBytes + this.held.count * 16;
  }

  add(batch: Batch): void {
    if (batch.schema !== this.#bound) {
      this.#keyOf = rowKey(batch.schema, keyColumns(this.#keys, batch.schema, 'equals'), { isLoose: this.#isLoose, blankWhen: 'any' });
      this.#bound = batch.schema;
    }
    let number = this.held.count;
    for (const row of batch.rows) {
      this.#enter(this.#keyOf(batch, row), number);
      number++;
    }
    this.held.add(batch);
  }

  /** The first row of a key; undefined when there is none. */
  first(key: Key | null): number | undefined {
    return key === null ? undefined : this.#first.get(key);
  }

  /** The next row of the same key, or -1. */
  next(row: number): number {
    return this.#next[row]!;
  }

  #enter(key: Key | null, number: number): void {
    this.#next.push(-1);
    this.#last.push(number);
    if (key === null) return;
    const first = this.#first.get(key);
    if (first === undefined) {
      this.#first.set(typeof key === 'string' ? copyText(key) : key, number);
      this.#keyBytes += entryBytes + (typeof key === 'string' ? key.length : 0);
    } else {
      this.#next[this.#last[first]!] = number;
      this.#last[first] = number;
    }
  }
}

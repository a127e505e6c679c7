import { typeChanged } from './alignColumns.ts';
import type { Batch } from './batch.ts';
import type { ByteBlock } from './column.ts';
import { copyText } from './copyText.ts';
import { entryBytes } from './memory.ts';
import { rowKey, type Key, type KeyOptions } from './rowKey.ts';
import type { ColumnType, Schema } from './schema.ts';
import { TextIndex } from './textIndex.ts';

/** Numbers the keys of rows of one schema. What it gives is parallel to the living rows of the batch. */
export interface KeyReader {
  /** The number of each row's key; -1 where it has none, or one that was never entered. */
  find(batch: Batch): Int32Array;
  /** The number of each row's key, which is entered when it is new; -1 where it has none. */
  enter(batch: Batch): Int32Array;
}

/**
 * Different keys, numbered from 0 as they are entered. Keys of one text column, which are the most, lie in a table of bytes, so that cells of
 * a file are looked up without decoding them (three times faster than a Map of texts with a million rows and 50,000 keys).
 */
export class KeyNumbers {
  readonly #options: KeyOptions;
  readonly #texts: TextIndex;
  readonly #keys = new Map<Key, number>();
  #keyBytes = 0;
  /** The types of the key columns of the first rows. */
  #types: readonly ColumnType[] | undefined;

  /** @param expected so many keys will come, where that is known */
  constructor(options: KeyOptions, expected = 0) {
    this.#options = options;
    this.#texts = new TextIndex(expected);
  }

  get count(): number {
    return this.#texts.count + this.#keys.size;
  }

  /** What it takes in memory. */
  get size(): number {
    return this.#texts.size + this.#keyBytes;
  }

  /** Reads keys that are made of these columns. Throws kind `settings` when they are not of the types that came first. */
  reader(schema: Schema, columns: readonly number[]): KeyReader {
    this.#types ??= columns.map((column) => schema[column]!.type);
    for (const [index, type] of this.#types.entries()) {
      const { name, type: later } = schema[columns[index]!]!;
      if (later !== type) throw typeChanged(name, type, later);
    }
    if (columns.length === 1 && this.#types[0] === 'text' && !this.#options.isLoose) {
      const column = columns[0]!;
      return { find: (batch) => this.#textNumbers(batch, column, false), enter: (batch) => this.#textNumbers(batch, column, true) };
    }
    const keyOf = rowKey(schema, columns, this.#options);
    return { find: (batch) => numbersOf(batch, (row) => this.#find(keyOf(batch, row))), enter: (batch) => numbersOf(batch, (row) => this.#enter(keyOf(batch, row))) };
  }

  #textNumbers(batch: Batch, column: number, isOpen: boolean): Int32Array {
    const texts = this.#texts;
    const { source } = batch.columns[column]!;
    const hasBlankKey = this.#options.blankWhen === 'never';
    const ofText = (text: string | null): number => (text === null && !hasBlankKey ? -1 : isOpen ? texts.enterText(text ?? '') : texts.findText(text ?? ''));
    if (!source) {
      const read = batch.columns[column]!;
      return numbersOf(batch, (row) => ofText(read.value(row) as string | null));
    }
    const { block, field } = source;
    return isOpen ? this.#enterCells(batch.rows, block, field, ofText) : this.#findCells(batch.rows, block, field, ofText);
  }

  #enterCells(rows: Int32Array, block: ByteBlock, field: number, ofText: (text: string | null) => number): Int32Array {
    const { bytes, starts, ends, width, quote } = block;
    const numbers = new Int32Array(rows.length);
    for (let k = 0; k < rows.length; k++) {
      const cell = rows[k]! * width + field;
      const start = starts[cell]!;
      const end = ends[cell]!;
      numbers[k] = start === end || bytes[start] === quote ? ofText(block.text(rows[k]!, field)) : this.#texts.enter(bytes, start, end);
    }
    return numbers;
  }

  #findCells(rows: Int32Array, block: ByteBlock, field: number, ofText: (text: string | null) => number): Int32Array {
    const { bytes, width, quote } = block;
    const starts = new Int32Array(rows.length);
    const ends = new Int32Array(rows.length);
    for (let k = 0; k < rows.length; k++) {
      const cell = rows[k]! * width + field;
      starts[k] = block.starts[cell]!;
      ends[k] = block.ends[cell]!;
    }
    const numbers = this.#texts.findAll(bytes, starts, ends);
    for (let k = 0; k < rows.length; k++) if (starts[k] === ends[k] || bytes[starts[k]!] === quote) numbers[k] = ofText(block.text(rows[k]!, field));
    return numbers;
  }

  #find(key: Key | null): number {
    return key === null ? -1 : (this.#keys.get(key) ?? -1);
  }

  #enter(key: Key | null): number {
    if (key === null) return -1;
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const number = this.#keys.size;
    this.#keys.set(typeof key === 'string' ? copyText(key) : key, number);
    this.#keyBytes += entryBytes + (typeof key === 'string' ? key.length : 0);
    return number;
  }
}

function numbersOf({ rows }: Batch, numberOf: (row: number) => number): Int32Array {
  const numbers = new Int32Array(rows.length);
  for (let k = 0; k < rows.length; k++) numbers[k] = numberOf(rows[k]!);
  return numbers;
}

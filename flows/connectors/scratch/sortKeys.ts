import type { Column } from '../../kit/column.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { TextBytes } from '../../kit/textBytes.ts';

export interface SortKey {
  readonly column: number;
  readonly isDescending: boolean;
  readonly blanksFirst: boolean;
}

/** What a cell begins with: blanks lie on their side of all others, whatever the direction. */
const [blankFirst, filled, blankLast] = [0, 1, 2];
const startBytes = 64 * 1024;

/**
 * What rows are sorted by, made into bytes that are in order when the rows are, so that all keys of a row are compared at once: for each column a byte that says
 * whether it is blank, then the text with an end, or the number; those of a descending column turned round. Cells of a file are not decoded for it.
 */
export class SortKeys {
  /** The keys one behind the other, and where each ends. */
  bytes = new Uint8Array(startBytes);
  ends = new Int32Array(1024);
  count = 0;
  readonly #keys: readonly SortKey[];
  readonly #isText: readonly boolean[];
  readonly #ignoreCase: boolean;
  readonly #tables: readonly Uint8Array[];
  readonly #texts = new TextBytes();
  readonly #number = new DataView(new ArrayBuffer(8));
  #filled = 0;

  constructor(schema: Schema, keys: readonly SortKey[], ignoreCase: boolean) {
    this.#keys = keys;
    this.#isText = keys.map(({ column }) => schema[column]!.type === 'text');
    this.#ignoreCase = ignoreCase;
    this.#tables = keys.map(({ isDescending }) => letterOrder(isDescending));
  }

  /** What they take in memory. */
  get size(): number {
    return this.bytes.length + this.ends.byteLength;
  }

  /** Where the key of a row begins. */
  start(row: number): number {
    return row === 0 ? 0 : this.ends[row - 1]!;
  }

  /** @param columns those of the schema; undefined is a column of blanks */
  add(columns: readonly (Column | undefined)[], rows: Int32Array): void {
    const keyed = this.#keys.map(({ column }) => columns[column]);
    if (this.count + rows.length > this.ends.length) this.ends = longer(this.ends, new Int32Array(Math.max(this.count + rows.length, this.ends.length * 2)));
    for (const row of rows) {
      for (let key = 0; key < keyed.length; key++) {
        const column = keyed[key];
        if (!this.#isText[key]) this.#addNumber(key, column?.value(row) ?? null);
        else if (column?.source && !this.#ignoreCase) this.#addCell(key, column, row);
        else this.#addText(key, (column?.value(row) ?? null) as string | null);
      }
      this.ends[this.count++] = this.#filled;
    }
  }

  clear(): void {
    this.count = this.#filled = 0;
  }

  #addCell(key: number, column: Column, row: number): void {
    const { block, field } = column.source!;
    const cell = row * block.width + field;
    const [start, end] = [block.starts[cell]!, block.ends[cell]!];
    if (start === end) this.#addText(key, null);
    else if (block.bytes[start] === block.quote) this.#addText(key, block.text(row, field));
    else this.#addBytes(key, block.bytes, start, end);
  }

  #addText(key: number, text: string | null): void {
    if (text === null) return this.#addBlank(key);
    const length = this.#texts.encode(this.#ignoreCase ? text.toLowerCase() : text);
    this.#addBytes(key, this.#texts.bytes, 0, length);
  }

  #addBytes(key: number, from: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start + 2);
    const { bytes } = this;
    const order = this.#tables[key]!;
    let at = this.#filled;
    bytes[at++] = filled;
    for (let p = start; p < end; p++) bytes[at++] = order[from[p]!]!;
    bytes[at++] = this.#keys[key]!.isDescending ? 255 : 0;
    this.#filled = at;
  }

  /** The bits of a double as a whole number, of which those of negative ones are turned round, are in the order of the doubles. */
  #addNumber(key: number, value: Cell): void {
    if (value === null) return this.#addBlank(key);
    this.#reserve(9);
    // Adding 0 makes 0 of -0, which is the same number with other bits.
    this.#number.setFloat64(0, Number(value) * (this.#keys[key]!.isDescending ? -1 : 1) + 0);
    const turn = this.#number.getUint8(0) >= 128 ? 255 : 0;
    this.bytes[this.#filled++] = filled;
    for (let k = 0; k < 8; k++) this.bytes[this.#filled++] = this.#number.getUint8(k) ^ (k === 0 ? turn | 128 : turn);
  }

  #addBlank(key: number): void {
    this.#reserve(1);
    this.bytes[this.#filled++] = this.#keys[key]!.blanksFirst ? blankFirst : blankLast;
  }

  #reserve(bytes: number): void {
    if (this.#filled + bytes > this.bytes.length) this.bytes = longer(this.bytes, new Uint8Array(Math.max(this.#filled + bytes, this.bytes.length * 2)));
  }
}

/** Below 0 when the first key comes first, 0 when they are equal; both are known to be equal in their first `from` bytes. */
export function compareKeys(a: SortKeys, rowA: number, b: SortKeys, rowB: number, from = 0): number {
  const [one, other] = [a.bytes, b.bytes];
  let [p, q] = [a.start(rowA) + from, b.start(rowB) + from];
  // No key is the beginning of another, so two that are equal to the end of one are equal.
  const end = a.ends[rowA]!;
  while (p < end && one[p] === other[q]) {
    p++;
    q++;
  }
  return p === end ? 0 : one[p]! - other[q]!;
}

/**
 * For every byte of UTF-8 one that is above 0, which ends a text, so that texts are in the order of their UTF-16 units, as everywhere else in JavaScript:
 * characters that take two of them (first byte F0 to F4) come before U+E000 to U+FFFF (EE and EF).
 */
function letterOrder(isDescending: boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const place = byte < 0xee ? byte : byte < 0xf0 ? byte + 5 : byte < 0xf5 ? byte - 2 : byte;
    return isDescending ? 254 - place : place + 1;
  });
}

function longer<Values extends Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(values: Values, into: Values): Values {
  into.set(values);
  return into;
}

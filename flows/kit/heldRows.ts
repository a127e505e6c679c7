import { columnIndex, type Batch } from './batch.ts';
import type { Column } from './column.ts';
import { AppError } from './errors.ts';
import type { Cell, ColumnType, Schema } from './schema.ts';

const partBits = 12;
const partRows = 1 << partBits;
const partMask = partRows - 1;

/** Texts with a sign beyond Latin-1 take two bytes a character in memory. */
const isWide = /[\u0100-\uffff]/;

/** Rows by their number in HeldRows; -1 is a row of blanks. */
export type HeldNumbers = Int32Array;

/**
 * Rows that a node keeps, copied out of their batches, so that the bytes the batches were read from are let go. The texts of many rows lie
 * in one string, those of a row side by side, for rows are read in any order; everything else lies in typed arrays. Rows are numbered from
 * 0 as they come. Read only after `seal`.
 */
export class HeldRows {
  readonly schema: Schema;
  count = 0;
  /** What it takes in memory. */
  bytes = 0;
  readonly #texts: HeldTexts;
  readonly #numbers: readonly HeldNumberColumn[];
  /** Where each column is kept: its place among the texts, or the column of numbers. */
  readonly #homes: readonly (number | HeldNumberColumn)[];
  #alignedTo: Schema | undefined;
  #places: readonly number[] = [];

  constructor(schema: Schema) {
    this.schema = schema;
    let texts = 0;
    this.#homes = schema.map(({ type }) => (type === 'text' ? texts++ : new HeldNumberColumn(type)));
    this.#numbers = this.#homes.filter((home) => typeof home !== 'number');
    this.#texts = new HeldTexts(texts);
  }

  /** Columns are found by name; one that a later batch does not have is blank there. */
  add(batch: Batch, rows: Int32Array = batch.rows): void {
    const columns = this.#align(batch.schema).map((place) => batch.columns[place]);
    const texts = columns.filter((_, index) => typeof this.#homes[index] === 'number');
    const numbers = columns.filter((_, index) => typeof this.#homes[index] !== 'number');
    for (let from = 0; from < rows.length; ) {
      const at = this.count & partMask;
      const to = Math.min(rows.length, from + partRows - at);
      this.bytes += this.#texts.add(texts, rows, from, to, at);
      for (const [index, column] of this.#numbers.entries()) this.bytes += column.add(numbers[index], rows, from, to, at);
      this.count += to - from;
      from = to;
      if ((this.count & partMask) === 0) this.seal();
    }
  }

  /** All rows are in. */
  seal(): void {
    this.bytes += this.#texts.seal();
  }

  value(column: number, row: number): Cell {
    const home = this.#homes[column]!;
    return typeof home === 'number' ? this.#texts.value(home, row) : home.value(row);
  }

  /** A column that holds the cells of these rows, in this order. */
  column(index: number, rows: HeldNumbers): Column {
    const home = this.#homes[index]!;
    const { type } = this.schema[index]!;
    if (typeof home !== 'number') return { type, value: (row) => (rows[row]! < 0 ? null : home.value(rows[row]!)) };
    const texts = this.#texts;
    return { type, value: (row) => (rows[row]! < 0 ? null : texts.value(home, rows[row]!)) };
  }

  #align(schema: Schema): readonly number[] {
    if (schema === this.#alignedTo) return this.#places;
    this.#places = this.schema.map(({ name, type }) => {
      const at = columnIndex(schema, name);
      if (at >= 0 && schema[at]!.type !== type) {
        const message = `The column "${name}" was ${type} in the first rows, and is ${schema[at]!.type} in later ones.`;
        throw new AppError('settings', 'columnTypeChanged', { message, hint: 'Give it one type before this node, with a Map columns node.' });
      }
      return at;
    });
    this.#alignedTo = schema;
    return this.#places;
  }
}

/** The texts of all text columns. `add` and `seal` give the bytes that were taken. */
class HeldTexts {
  readonly #width: number;
  readonly #texts: string[] = [];
  readonly #ends: Int32Array[] = [];
  #pieces: string[] = [];
  #length = 0;

  constructor(width: number) {
    this.#width = width;
  }

  add(columns: readonly (Column | undefined)[], rows: Int32Array, from: number, to: number, at: number): number {
    const width = this.#width;
    if (width === 0) return 0;
    if (at === 0) this.#ends.push(new Int32Array(partRows * width));
    const ends = this.#ends.at(-1)!;
    const before = this.#length;
    const cells: string[] = [];
    let end = at * width;
    for (let k = from; k < to; k++) {
      const row = rows[k]!;
      for (let index = 0; index < width; index++) {
        const text = (columns[index]?.value(row) ?? '') as string;
        cells.push(text);
        this.#length += text.length;
        ends[end++] = this.#length;
      }
    }
    this.#pieces.push(cells.length === 1 ? copyText(cells[0]!) : cells.join(''));
    return (at === 0 ? ends.byteLength : 0) + this.#length - before;
  }

  seal(): number {
    if (this.#pieces.length === 0) return 0;
    const text = this.#pieces.join('');
    this.#texts.push(text);
    this.#pieces = [];
    this.#length = 0;
    return isWide.test(text) ? text.length : 0;
  }

  value(index: number, row: number): Cell {
    const part = row >> partBits;
    const at = (row & partMask) * this.#width + index;
    const ends = this.#ends[part]!;
    const start = at === 0 ? 0 : ends[at - 1]!;
    const end = ends[at]!;
    return start === end ? null : this.#texts[part]!.substring(start, end);
  }
}

/** The cells of a column that are no texts. Blank is NaN; true and false are 1 and 0. */
class HeldNumberColumn {
  readonly #parts: Float64Array[] = [];
  readonly #isBoolean: boolean;

  constructor(type: ColumnType) {
    this.#isBoolean = type === 'boolean';
  }

  add(column: Column | undefined, rows: Int32Array, from: number, to: number, at: number): number {
    if (at === 0) this.#parts.push(new Float64Array(partRows));
    const part = this.#parts.at(-1)!;
    for (let k = from; k < to; k++) {
      const value = column?.value(rows[k]!) ?? null;
      part[at + k - from] = value === null ? NaN : Number(value);
    }
    return at === 0 ? part.byteLength : 0;
  }

  value(row: number): Cell {
    const value = this.#parts[row >> partBits]![row & partMask]!;
    if (Number.isNaN(value)) return null;
    return this.#isBoolean ? value === 1 : value;
  }
}

/** A text that keeps nothing else alive. A cell may be a piece of the text of its whole batch. */
export function copyText(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

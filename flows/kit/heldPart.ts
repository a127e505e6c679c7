import { copyText } from './copyText.ts';
import type { ByteBlock, CellSource, Column } from './column.ts';
import type { RowPart } from './partBatch.ts';
import type { Cell, ColumnType, Schema } from './schema.ts';

/** Fewer bytes than this are copied one by one (14 to 40 ns): a view of them, to copy them at once, takes 40 ns to make, and must be collected. */
const loopBytes = 40;

/** How a column is kept: its cells as they stand in the bytes of a file, as text, or as numbers; typed cells of a file in both ways. */
interface Home {
  /** Its place among the columns kept as bytes; -1 when it is not. */
  readonly field: number;
  /** Its place among the columns kept as text; -1 when it is not. */
  readonly text: number;
  /** Its place among the columns kept as numbers; -1 when it is not. */
  readonly number: number;
}

/** How the columns of rows are kept. */
export interface Layout {
  readonly homes: readonly Home[];
  readonly fields: number;
  readonly texts: number;
  readonly numbers: number;
  /** An empty block of the dialect that the bytes are in; undefined when no column is kept as bytes. */
  readonly block: ByteBlock | undefined;
}

/** What columns came from says how they are kept. All columns kept as bytes are of one dialect. */
export function layoutOf(schema: Schema, columns: readonly (Column | undefined)[]): Layout {
  const block = columns.find((column) => column?.source !== undefined)?.source!.block;
  let [fields, texts, numbers] = [0, 0, 0];
  const homes = schema.map(({ type }, index): Home => {
    const isBytes = block !== undefined && columns[index]?.source?.block.dialect === block.dialect;
    return { field: isBytes ? fields++ : -1, text: type === 'text' && !isBytes ? texts++ : -1, number: type === 'text' ? -1 : numbers++ };
  });
  // The block itself would keep its bytes alive as long as the rows are kept.
  const empty = block?.over({ bytes: new Uint8Array(0), width: fields, starts: new Int32Array(0), ends: new Int32Array(0) }, true);
  return { homes, fields, texts, numbers, block: empty };
}

/** Whether columns can be kept so. One that is not there is blank, and can be kept in any way. */
export function fitsLayout(layout: Layout, columns: readonly (Column | undefined)[]): boolean {
  return layout.homes.every(({ field }, index) => field < 0 || columns[index] === undefined || columns[index].source?.block.dialect === layout.block!.dialect);
}

/** The columns of a batch by the ways in which a layout keeps them. */
export interface SplitColumns {
  readonly texts: readonly (Column | undefined)[];
  readonly sources: readonly (CellSource | undefined)[];
  /** The first source, where all of them are neighbours in one block. */
  readonly run: CellSource | undefined;
  readonly numbers: readonly (Column | undefined)[];
}

export function splitColumns({ homes }: Layout, columns: readonly (Column | undefined)[]): SplitColumns {
  const sources = columns.filter((_, index) => homes[index]!.field >= 0).map((column) => column?.source);
  const [first] = sources;
  const isRun = first !== undefined && sources.every((source, index) => source?.block === first.block && source.field === first.field + index);
  return { texts: columns.filter((_, index) => homes[index]!.text >= 0), sources, run: isRun ? first : undefined, numbers: columns.filter((_, index) => homes[index]!.number >= 0) };
}

/** Rows that are kept together; the parts of HeldRows, and what scratch files are made of. */
export class HeldPart {
  readonly layout: Layout;
  readonly capacity: number;
  count = 0;
  /** The texts of all rows, those of a row side by side, and where each ends. */
  text = '';
  readonly textEnds: Int32Array;
  /** Blank is NaN; true and false are 1 and 0. */
  readonly numbers: readonly Float64Array[];
  /** The cells of all rows in the dialect of the layout, and where each begins and ends. A blank one may lie anywhere. */
  bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Where the bytes of each row end, and those of the next begin. */
  readonly rowEnds: Int32Array;
  #pieces: string[] = [];
  #textLength = 0;
  #filled = 0;
  #block: ByteBlock | undefined;

  /** @param usualBytes what the bytes of the rows will about take, where that is known */
  constructor(layout: Layout, capacity: number, usualBytes = 0) {
    this.layout = layout;
    this.capacity = capacity;
    this.textEnds = new Int32Array(capacity * layout.texts);
    this.numbers = Array.from({ length: layout.numbers }, () => new Float64Array(capacity));
    this.bytes = new Uint8Array(layout.fields > 0 ? usualBytes : 0);
    this.starts = new Int32Array(capacity * layout.fields);
    this.ends = new Int32Array(capacity * layout.fields);
    this.rowEnds = new Int32Array(layout.fields > 0 ? capacity : 0);
  }

  get isFull(): boolean {
    return this.count === this.capacity;
  }

  /** What it takes in memory. */
  get size(): number {
    const arrays = [this.textEnds, this.starts, this.ends, this.rowEnds, this.bytes, ...this.numbers];
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0) + Math.max(this.text.length * bytesPerLetter(this.text), this.#textLength);
  }

  /** Copies cells of `rows[from, to)`, for which there must be room. */
  add({ texts, sources, run, numbers }: SplitColumns, rows: Int32Array, from: number, to: number): void {
    if (texts.length > 0) this.#addTexts(texts, rows, from, to);
    if (run) this.#addRun(run, sources, rows, from, to);
    else if (sources.length > 0) for (let k = from; k < to; k++) this.#copyEach(sources, rows[k]!, this.count + k - from);
    for (let index = 0; index < numbers.length; index++) {
      const [values, column] = [this.numbers[index]!, numbers[index]];
      for (let k = from; k < to; k++) {
        const value = column?.value(rows[k]!) ?? null;
        values[this.count + k - from] = value === null ? NaN : Number(value);
      }
    }
    this.count += to - from;
  }

  /** Copies a row of a sealed part that is kept in the same way; numbers beyond those that it has are blank. There must be room. */
  addRow(from: RowPart, row: number): void {
    const { texts, fields } = this.layout;
    for (let index = 0; index < this.numbers.length; index++) this.numbers[index]![this.count] = from.numbers[index]?.[row] ?? NaN;
    if (texts > 0) {
      const first = row * texts;
      const start = first === 0 ? 0 : from.textEnds[first - 1]!;
      const shift = this.#textLength - start;
      for (let index = 0; index < texts; index++) this.textEnds[this.count * texts + index] = from.textEnds[first + index]! + shift;
      const text = from.text.substring(start, from.textEnds[first + texts - 1]);
      this.#pieces.push(text);
      this.#textLength += text.length;
    }
    if (fields > 0) this.#addRowBytes(from, row);
    this.count++;
  }

  /** No more rows come. */
  seal(): void {
    this.joinTexts();
    // A little room to spare is cheaper than a copy.
    if (this.bytes.length > this.#filled * 1.1) this.bytes = this.bytes.slice(0, this.#filled);
  }

  /** Brings the texts together that came in pieces. */
  joinTexts(): void {
    if (this.#pieces.length > 0) this.text = this.#pieces.join('');
    this.#pieces = [];
  }

  /** The bytes of the rows there are. */
  get filled(): Uint8Array {
    return this.bytes.subarray(0, this.#filled);
  }

  /** Begins anew, in the same memory. */
  clear(): void {
    this.count = this.#filled = this.#textLength = 0;
    this.text = '';
    this.#pieces = [];
    this.#block = undefined;
  }

  /** The cell of a row; `type` is its column's. For one cell now and then. */
  value(type: ColumnType, column: number, row: number): Cell {
    const { field, text, number } = this.layout.homes[column]!;
    if (number >= 0) return numberCell(type, this.numbers[number]![row]!);
    if (text >= 0) return textCell(this.text, this.textEnds, row * this.layout.texts + text);
    this.#block ??= this.layout.block!.over({ bytes: this.bytes, width: this.layout.fields, starts: this.starts, ends: this.ends }, true);
    return this.#block.text(row, field);
  }

  #addRowBytes({ bytes, starts, ends, rowEnds }: RowPart, row: number): void {
    const { fields } = this.layout;
    const start = row === 0 ? 0 : rowEnds[row - 1]!;
    const shift = this.#filled - start;
    const [mineStarts, mineEnds] = [this.starts, this.ends];
    const last = (row + 1) * fields;
    for (let from = row * fields, to = this.count * fields; from < last; from++, to++) {
      const [cellStart, cellEnd] = [starts[from]! + shift, ends[from]! + shift];
      // A blank cell may lie anywhere, and must not come to lie outside.
      mineStarts[to] = cellStart < 0 ? 0 : cellStart;
      mineEnds[to] = cellEnd < 0 ? 0 : cellEnd;
    }
    this.#copy(bytes, start, rowEnds[row]!);
    this.rowEnds[this.count] = this.#filled;
  }

  #addTexts(columns: readonly (Column | undefined)[], rows: Int32Array, from: number, to: number): void {
    const cells: string[] = [];
    let end = this.count * columns.length;
    for (let k = from; k < to; k++) {
      for (const column of columns) {
        const text = (column?.value(rows[k]!) ?? '') as string;
        cells.push(text);
        this.#textLength += text.length;
        this.textEnds[end++] = this.#textLength;
      }
    }
    this.#pieces.push(cells.length === 1 ? copyText(cells[0]!) : cells.join(''));
  }

  #addRun(first: CellSource, sources: SplitColumns['sources'], rows: Int32Array, from: number, to: number): void {
    const { fields } = this.layout;
    const isWhole = to - from > 1 && first.block.width === fields && to - 1 - from === rows[to - 1]! - rows[from]!;
    if (isWhole && this.#copyRows(first.block, rows[from]!, to - from)) return;
    for (let k = from; k < to; k++) if (!this.#copyRow(first, rows[k]!, this.count + k - from)) this.#copyEach(sources, rows[k]!, this.count + k - from);
  }

  /** Rows that follow one another, in one piece, with what lies between them; false where their cells lie in another order. */
  #copyRows({ bytes, width, starts, ends }: ByteBlock, row: number, count: number): boolean {
    const first = row * width;
    const begin = starts[first]!;
    const shift = this.#filled - begin;
    let last = begin;
    for (let k = 0, from = first, to = this.count * width; k < count; k++) {
      for (let index = 0; index < width; index++, from++, to++) {
        const [start, end] = [starts[from]!, ends[from]!];
        if (start !== end) {
          if (start < last) return false;
          last = end;
        }
        // A blank cell may lie anywhere, and must not come to lie outside.
        this.starts[to] = start + shift < 0 ? 0 : start + shift;
        this.ends[to] = end + shift < 0 ? 0 : end + shift;
      }
      this.rowEnds[this.count + k] = last + shift;
    }
    this.#copy(bytes, begin, last);
    return true;
  }

  /** Neighbouring cells in one piece, with what lies between them; false where they are not neighbours in this row. */
  #copyRow({ block, field }: CellSource, row: number, to: number): boolean {
    const { starts, ends, width } = block;
    const { fields } = this.layout;
    const [from, cell] = [row * width + field, to * fields];
    const start = starts[from]!;
    const shift = this.#filled - start;
    let end = start - 1;
    for (let index = 0; index < fields; index++) {
      if (starts[from + index] !== end + 1) return false;
      this.starts[cell + index] = end + 1 + shift;
      end = ends[from + index]!;
      this.ends[cell + index] = end + shift;
    }
    this.#copy(block.bytes, start, end);
    this.rowEnds[to] = this.#filled;
    return true;
  }

  #copyEach(sources: SplitColumns['sources'], row: number, to: number): void {
    for (let index = 0, cell = to * sources.length; index < sources.length; index++, cell++) {
      const source = sources[index];
      this.starts[cell] = this.#filled;
      if (source) {
        const { bytes, width, starts, ends } = source.block;
        const at = row * width + source.field;
        this.#copy(bytes, starts[at]!, ends[at]!);
      }
      this.ends[cell] = this.#filled;
    }
    this.rowEnds[to] = this.#filled;
  }

  #copy(bytes: Uint8Array, start: number, end: number): void {
    const needed = this.#filled + end - start;
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2, 64 * 1024));
      larger.set(this.bytes.subarray(0, this.#filled));
      this.bytes = larger;
    }
    if (end - start < loopBytes) for (let from = start, to = this.#filled, mine = this.bytes; from < end; from++, to++) mine[to] = bytes[from]!;
    else this.bytes.set(bytes.subarray(start, end), this.#filled);
    this.#filled = needed;
  }
}

/** Texts with a sign beyond Latin-1 take two bytes a character in memory. */
function bytesPerLetter(text: string): number {
  return /[\u0100-\uffff]/.test(text) ? 2 : 1;
}

export function numberCell(type: ColumnType, value: number): Cell {
  if (Number.isNaN(value)) return null;
  return type === 'boolean' ? value === 1 : value;
}

/** Text `at` of texts that lie side by side. */
export function textCell(texts: string, ends: Int32Array, at: number): Cell {
  const start = at === 0 ? 0 : ends[at - 1]!;
  return start === ends[at]! ? null : texts.substring(start, ends[at]);
}

import type { Batch } from '../../kit/batch.ts';
import type { ByteBlock, Column } from '../../kit/column.ts';
import { formatCell } from '../../kit/schema.ts';
import type { CellBuffer } from './cellBuffer.ts';
import { byteOf, dialectName, type Dialect } from './dialect.ts';

export interface RowFormat {
  readonly dialect: Dialect;
  readonly lineEnding: '\n' | '\r\n';
  /** Puts an apostrophe before texts that a spreadsheet would run as a formula. */
  readonly formulaGuard: boolean;
}

/** Some neighbouring cells of a row: either `count` cells to copy from a block, or one column to format, or (`column` missing too) a blank. */
interface Piece {
  readonly block?: ByteBlock;
  readonly field: number;
  readonly count: number;
  readonly column?: Column;
}

/** Writes rows of a batch into a buffer. `columns` are the batch's columns in the order of the file; undefined where the batch has none for it. */
export class RowWriter {
  readonly #format: RowFormat;
  readonly #dialectName: string;
  readonly #delimiter: number;

  constructor(format: RowFormat) {
    this.#format = format;
    this.#dialectName = dialectName(format.dialect);
    this.#delimiter = byteOf(format.dialect.delimiter);
  }

  /** Writes the live rows from index `from` on until the buffer holds `fullBytes` or more; gives the index of the next one. */
  write(batch: Batch, columns: readonly (Column | undefined)[], from: number, buffer: CellBuffer, fullBytes: number): number {
    const pieces = this.#pieces(columns);
    const { rows } = batch;
    const delimiter = this.#delimiter;
    const isCrLf = this.#format.lineEnding === '\r\n';
    const isAlone = columns.length === 1;
    let index = from;
    for (; index < rows.length && buffer.length < fullBytes; index++) {
      const row = rows[index]!;
      const rowStart = buffer.length;
      for (let at = 0; at < pieces.length; at++) {
        if (at > 0) buffer.byte(delimiter);
        const piece = pieces[at]!;
        if (piece.block !== undefined) copyCells(piece.block, row, piece.field, piece.count, delimiter, buffer);
        else if (piece.column !== undefined) this.#cell(piece.column, row, buffer);
      }
      // A line with nothing in it is no row to a reader.
      if (isAlone && buffer.length === rowStart) this.#blank(buffer);
      if (isCrLf) buffer.byte(13);
      buffer.byte(10);
    }
    return index;
  }

  /** The columns as pieces: fields that are neighbours in the source and in the file make one. */
  #pieces(columns: readonly (Column | undefined)[]): Piece[] {
    const pieces: Piece[] = [];
    for (const column of columns) {
      const source = this.#format.formulaGuard ? undefined : column?.source;
      const last = pieces.at(-1);
      if (column === undefined) pieces.push({ field: 0, count: 1 });
      else if (source === undefined || source.block.dialect !== this.#dialectName) pieces.push({ field: 0, count: 1, column });
      else if (last?.block === source.block && last.field + last.count === source.field) pieces[pieces.length - 1] = { ...last, count: last.count + 1 };
      else pieces.push({ block: source.block, field: source.field, count: 1 });
    }
    return pieces;
  }

  #cell(column: Column, row: number, buffer: CellBuffer): void {
    const value = column.value(row);
    if (value === null) return;
    if (typeof value === 'string') buffer.text(this.#format.formulaGuard ? guarded(value) : value);
    else if (typeof value === 'number' && column.type === 'number') buffer.number(value);
    else buffer.plain(formatCell(column.type, value));
  }

  #blank(buffer: CellBuffer): void {
    const quote = byteOf(this.#format.dialect.quote);
    if (quote < 0) return;
    buffer.byte(quote);
    buffer.byte(quote);
  }
}

/** Copies `count` neighbouring cells: in one piece when exactly one delimiter lies between each two, which is so in every row with all its fields. */
function copyCells(block: ByteBlock, row: number, field: number, count: number, delimiter: number, buffer: CellBuffer): void {
  const { starts, ends, bytes } = block;
  const first = row * block.width + field;
  const last = first + count - 1;
  let isRun = true;
  for (let cell = first; cell < last; cell++) if (starts[cell + 1] !== ends[cell]! + 1) isRun = false;
  if (isRun) {
    buffer.copy(bytes, starts[first]!, ends[last]!);
    return;
  }
  for (let cell = first; cell <= last; cell++) {
    if (cell > first) buffer.byte(delimiter);
    buffer.copy(bytes, starts[cell]!, ends[cell]!);
  }
}

/**
 * With an apostrophe in front where a spreadsheet would take the text for a formula; plain numbers are left alone.
 * Rule: OWASP, CSV Injection: cells that begin with = + - @, a tab or a carriage return.
 */
function guarded(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
}

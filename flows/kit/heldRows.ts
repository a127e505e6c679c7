import { columnAligner } from './alignColumns.ts';
import { allRows, type Batch } from './batch.ts';
import type { ByteBlock, Column } from './column.ts';
import { gatherBytes, GatheredColumn } from './gatheredColumn.ts';
import { fitsLayout, HeldPart, layoutOf, numberCell, splitColumns, type Layout } from './heldPart.ts';
import type { Cell, ColumnType, Schema } from './schema.ts';

const usualPartBits = 12;

/** Rows by their number in HeldRows; -1 is a row of blanks. */
export type HeldNumbers = Int32Array;

/** Rows that are found by their numbers. */
export type NumberedRows = Pick<HeldRows, 'schema' | 'count' | 'bytes' | 'columns'>;

/**
 * Rows that a node keeps, copied out of their batches, so that the bytes the batches were read from are let go. Cells of a file are kept
 * as they stand in it, so a writer can still copy them; other texts of many rows lie in one string, numbers in typed arrays. Rows are
 * numbered from 0 as they come. Read only after `seal`.
 */
export class HeldRows {
  readonly schema: Schema;
  count = 0;
  #parts: HeldPart[] = [];
  /** Memory of rows that were let go. */
  #spare: HeldPart[] = [];
  readonly #align: (batch: Batch) => readonly (Column | undefined)[];
  readonly #partBits: number;
  readonly #partRows: number;
  #layout: Layout | undefined;
  #sealedBytes = 0;

  /** @param partBits room is taken for 2 ** `partBits` rows at a time */
  constructor(schema: Schema, partBits = usualPartBits) {
    this.schema = schema;
    this.#partBits = partBits;
    this.#partRows = 1 << partBits;
    this.#align = columnAligner(schema);
  }

  /** What it takes in memory. */
  get bytes(): number {
    const last = this.#parts.at(-1);
    return this.#sealedBytes + (last && this.count > 0 ? last.size : 0);
  }

  /** Columns are found by name; one that a later batch does not have is blank there. */
  add(batch: Batch, rows: Int32Array = batch.rows): void {
    this.addColumns(this.#align(batch), rows);
  }

  /** Rows of columns that are in the order of the schema already; undefined is a column of blanks. */
  addColumns(columns: readonly (Column | undefined)[], rows: Int32Array): void {
    if (rows.length === 0) return;
    this.#layout ??= layoutOf(this.schema, columns);
    if (!fitsLayout(this.#layout, columns)) this.#keepAsText();
    const split = splitColumns(this.#layout, columns);
    for (let from = 0; from < rows.length; ) {
      if (this.count % this.#partRows === 0) this.#openPart();
      const to = Math.min(rows.length, from + this.#partRows - (this.count % this.#partRows));
      this.#parts.at(-1)!.add(split, rows, from, to);
      this.count += to - from;
      from = to;
    }
  }

  /** Lets all rows go, and keeps their memory for others. Nothing that was made of them may be in use any more. */
  clear(): void {
    for (const part of this.#parts) part.clear();
    this.#spare = this.#parts;
    this.#parts = [];
    this.count = this.#sealedBytes = 0;
  }

  /** All rows are in. */
  seal(): void {
    this.#parts.at(-1)?.seal();
  }

  /** The parts that the rows lie in: row n is row `n & (2 ** partBits - 1)` of part `n >> partBits`. */
  get parts(): readonly HeldPart[] {
    return this.#parts;
  }

  get partBits(): number {
    return this.#partBits;
  }

  value(column: number, row: number): Cell {
    return this.#parts[row >> this.#partBits]!.value(this.schema[column]!.type, column, row & (this.#partRows - 1));
  }

  /** Columns that hold the cells of these rows, in this order; all columns unless told which. */
  columns(rows: HeldNumbers, which: readonly number[] = [...this.schema.keys()]): Column[] {
    let block: ByteBlock | undefined;
    const gathered = (): ByteBlock => (block ??= gatherBytes(this.#parts, rows, this.#partBits));
    return which.map((index): Column => {
      const { type } = this.schema[index]!;
      const { field, number } = this.#layout?.homes[index] ?? { field: -1, number: -1 };
      const value = number < 0 ? (row: number): Cell => (rows[row]! < 0 ? null : this.value(index, rows[row]!)) : this.#numbers(type, number, rows);
      return field < 0 ? { type, value } : new GatheredColumn(type, field, gathered, type === 'text' ? undefined : value);
    });
  }

  #numbers(type: ColumnType, number: number, rows: HeldNumbers): (row: number) => Cell {
    const [bits, mask] = [this.#partBits, this.#partRows - 1];
    let values: readonly Float64Array[] | undefined;
    return (row) => {
      values ??= this.#parts.map((part) => part.numbers[number]!);
      const held = rows[row]!;
      return held < 0 ? null : numberCell(type, values[held >> bits]![held & mask]!);
    };
  }

  #openPart(): void {
    const full = this.#parts.at(-1);
    full?.seal();
    this.#sealedBytes += full?.size ?? 0;
    this.#parts.push(this.#spare.pop() ?? new HeldPart(this.#layout!, this.#partRows, full ? Math.ceil(full.filled.length * 1.05) : 0));
  }

  /** A column was cells of a file, and comes as something else now: from here on, everything is kept as text. */
  #keepAsText(): void {
    this.seal();
    const asText = new HeldRows(this.schema, this.#partBits);
    asText.#layout = layoutOf(this.schema, []);
    asText.addColumns(this.schema.map(({ type }, index) => ({ type, value: (row) => this.value(index, row) })), allRows(this.count));
    this.#parts = asText.#parts;
    this.#spare = [];
    this.#layout = asText.#layout;
    this.#sealedBytes = asText.#sealedBytes;
  }
}

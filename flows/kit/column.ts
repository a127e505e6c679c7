import type { Cell, ColumnType } from './schema.ts';

/**
 * One column of a batch: `value(row)` gives the cell of a physical row. Columns are immutable once they are in a batch.
 * A column may be lazy: it holds source bytes and decodes a cell only when it is asked for.
 */
export interface Column {
  readonly type: ColumnType;
  /** The cell of physical row `row`; rows that are not alive may hold anything. */
  value(row: number): Cell;
  /** The untouched source of the column, when there is one. Writers of the same format copy it byte for byte. */
  readonly source?: CellSource | undefined;
}

/** Where the cells of a byte-backed column lie: cell (row, field) is `bytes[starts[row * width + field], ends[…])`, quotes included. */
export interface CellSource {
  readonly block: ByteBlock;
  readonly field: number;
}

/** Source bytes and the offsets of their cells. The format's connector makes them and decodes them. */
export interface ByteBlock {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** A cell that begins with this byte is not its text as it stands; -1 when there are none such. */
  readonly quote: number;
  /** The text of one cell, unquoted and unescaped; null when it is blank. */
  text(row: number, field: number): string | null;
  /** Names the dialect (format, separator, quote) in which the bytes may be copied as they are. */
  readonly dialect: string;
  /**
   * Other cells in the same dialect.
   *
   * @param isKept they will be asked for one by one over a long time, so nothing larger than a cell may be made for them
   */
  over(cells: Pick<ByteBlock, 'bytes' | 'width' | 'starts' | 'ends'>, isKept: boolean): ByteBlock;
}

/** A lazy text column over source bytes: a cell is decoded each time it is asked for, and never when it is only copied. */
export class SourceColumn implements Column {
  readonly type = 'text';
  readonly source: CellSource;

  constructor(source: CellSource) {
    this.source = source;
  }

  value(row: number): string | null {
    return this.source.block.text(row, this.source.field);
  }
}

/** A column of values in an array, indexed by physical row. Holes and undefined read as null. */
export class ValueColumn implements Column {
  readonly type: ColumnType;
  readonly values: ArrayLike<Cell | undefined>;

  constructor(type: ColumnType, values: ArrayLike<Cell | undefined>) {
    this.type = type;
    this.values = values;
  }

  value(row: number): Cell {
    return this.values[row] ?? null;
  }
}

/** A column of numbers, and of what is kept as one (dates, times, true and false); NaN is blank. Where they were read from bytes, these are the source. */
export class NumberColumn implements Column {
  readonly type: ColumnType;
  readonly source?: CellSource | undefined;
  readonly values: Float64Array;

  constructor(type: ColumnType, values: Float64Array, source?: CellSource) {
    this.type = type;
    this.values = values;
    if (source) this.source = source;
  }

  value(row: number): Cell {
    const value = this.values[row]!;
    if (Number.isNaN(value)) return null;
    return this.type === 'boolean' ? value === 1 : value;
  }
}

/** The same value in every row. */
export class ConstantColumn implements Column {
  readonly type: ColumnType;
  readonly #value: Cell;

  constructor(type: ColumnType, value: Cell) {
    this.type = type;
    this.#value = value;
  }

  value(): Cell {
    return this.#value;
  }
}

import type { Cursor } from '../../kit/batch.ts';
import type { Column } from '../../kit/column.ts';
import type { AppError } from '../../kit/errors.ts';
import type { ColumnSpec, ColumnType, Schema } from '../../kit/schema.ts';

/** A file of rows that is open: what every format gives, so that one function reads them all. */
export interface OpenTable {
  /** The name of the file, for messages. */
  readonly name: string;
  /** What is in it, in order; text where the file itself does not say the type. */
  readonly columns: readonly ColumnSpec[];
  /** Its columns were found in its first rows; later rows may have others. */
  readonly isSampled: boolean;
  /** Rows from `from` on, with the columns of `schema`, which are found by name. */
  read(schema: Schema, from: TableCursor): AsyncIterable<TablePart>;
  /** The columns with the types that its first rows have. */
  guess(): Promise<readonly GuessedColumn[]>;
  /** What a person should know of what was read so far: cells that hold errors. */
  notes?(): readonly string[];
  /** How much of the file has been read, 0 to 1. */
  share(): number;
  close(): Promise<void>;
}

/** Where reading can go on: the ordinal of the next row in the whole source, and what else the format needs. At a file's beginning only the ordinal is there. */
export interface TableCursor extends Cursor {
  readonly ordinal: number;
}

/** Some rows. All of them count; those in `faults` are bad. */
export interface TablePart {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  readonly faults: ReadonlyMap<number, AppError>;
  /** Of the first row. */
  readonly ordinal: number;
  /** After the last row. */
  readonly cursor: TableCursor;
}

export interface GuessedColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The first values that are not blank. */
  readonly examples: readonly string[];
}

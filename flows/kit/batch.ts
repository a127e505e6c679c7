import { ValueColumn, type Column } from './column.ts';
import type { Cell, Schema } from './schema.ts';

/** A good size for a batch: measured best between 256 and 2,048 rows, or some 200 KiB of source bytes. */
export const batchRows = 1024;

/** Where the physical row 0 of a batch came from: row `ordinal` (from 0) of the source node `source`. */
export interface Origin {
  readonly source: string;
  readonly ordinal: number;
}

/** How far a source has been read after the last row of a batch. Only the source that made it can read it. */
export type Cursor = Readonly<Record<string, string | number>>;

/**
 * Rows on their way through a flow: equally long columns, and `rows`, the physical indices of the rows that are alive, ascending.
 * Immutable. A filter narrows `rows`, a map adds columns, a projection drops them; no operation copies cells.
 * The hot loop of every node is `for (k < batch.rows.length) { const row = batch.rows[k]; … column.value(row) }`.
 */
export interface Batch {
  readonly schema: Schema;
  readonly columns: readonly Column[];
  /** Physical length of every column. */
  readonly rowCount: number;
  readonly rows: Int32Array;
  readonly origin: Origin;
  /** Ordinals of the physical rows in the source where they are not simply `origin.ordinal + row`. */
  readonly ordinals?: Int32Array;
  readonly cursor?: Cursor;
}

let identity = Int32Array.from({ length: batchRows }, (_, index) => index);

/** The selection "every row" of `count` rows: a view of one shared array, so it costs nothing per batch. */
export function allRows(count: number): Int32Array {
  if (identity.length < count) identity = Int32Array.from({ length: count * 2 }, (_, index) => index);
  return identity.subarray(0, count);
}

export function makeBatch(schema: Schema, columns: readonly Column[], rowCount: number, origin: Origin, cursor?: Cursor): Batch {
  return { schema, columns, rowCount, rows: allRows(rowCount), origin, ...(cursor ? { cursor } : {}) };
}

/** A batch of plain rows, each an array of cells in schema order. */
export function batchFromRows(schema: Schema, rows: readonly (readonly Cell[])[], origin: Origin, cursor?: Cursor): Batch {
  const columns = schema.map((column, index) => new ValueColumn(column.type, rows.map((row) => row[index] ?? null)));
  return makeBatch(schema, columns, rows.length, origin, cursor);
}

/** The same columns with other rows alive. `rows` must be ascending physical indices. */
export function selectRows(batch: Batch, rows: Int32Array): Batch {
  return { ...batch, rows };
}

/** The same rows with other columns. */
export function withColumns(batch: Batch, schema: Schema, columns: readonly Column[]): Batch {
  return { ...batch, schema, columns };
}

/** The position of a column by name, or -1. */
export function columnIndex(schema: Schema, name: string): number {
  return schema.findIndex((column) => column.name === name);
}

/** The ordinal in its source of a physical row: what lineage and the run store remember of it. */
export function ordinalOf(batch: Batch, row: number): number {
  return batch.ordinals?.[row] ?? batch.origin.ordinal + row;
}

/** One row as an object by column name. For previews and nodes that want whole rows; not for the hot loop. */
export function rowObject(batch: Batch, row: number): Record<string, Cell> {
  const object: Record<string, Cell> = {};
  for (let index = 0; index < batch.schema.length; index++) object[batch.schema[index]!.name] = batch.columns[index]!.value(row);
  return object;
}

import { allRows, ordinalOf, type Batch } from './batch.ts';
import type { Column } from './column.ts';
import type { Schema } from './schema.ts';

/** Rows of a batch in any order and as often as wanted: `picks[i]` is the physical row that row i of the result comes from. `more` columns come after. */
export function pickedBatch(batch: Batch, picks: Int32Array, schema: Schema, more: readonly Column[] = []): Batch {
  const columns = batch.columns.map((column): Column => ({ type: column.type, value: (row) => column.value(picks[row]!) }));
  const ordinals = picks.map((row) => ordinalOf(batch, row));
  return { schema, columns: [...columns, ...more], rowCount: picks.length, rows: allRows(picks.length), origin: batch.origin, ordinals };
}

import type { Batch } from '../kit/batch.ts';
import { columnIndex } from '../kit/batch.ts';
import { jsonCell, type Cell, type Schema } from '../kit/schema.ts';

/** So many rows are kept of every edge, and of the rejected rows of every node. */
export const sampleRows = 1000;

/** The first rows that went over an edge, as JSON carries them. Costs one comparison per batch once it is full. */
export class Sample {
  schema: Schema | undefined;
  readonly rows: Cell[][] = [];
  isFull = false;

  /** Begins with what was kept before the run broke off, as far as it had come: `rows` had gone over the edge by then. */
  goOn(kept: { readonly schema: Schema; readonly rows: readonly (readonly Cell[])[] }, rows: number): void {
    if (kept.schema.length === 0) return;
    this.schema = kept.schema;
    for (const row of kept.rows.slice(0, rows)) this.rows.push([...row]);
    this.isFull = this.rows.length >= sampleRows;
  }

  take(batch: Batch): void {
    if (this.isFull) return;
    this.schema ??= batch.schema;
    const places = this.schema === batch.schema ? batch.columns : this.schema.map(({ name }) => batch.columns[columnIndex(batch.schema, name)]);
    const count = Math.min(batch.rows.length, sampleRows - this.rows.length);
    for (let k = 0; k < count; k++) {
      const row = batch.rows[k]!;
      this.rows.push(places.map((column) => (column ? jsonCell(column.type, column.value(row)) : null)));
    }
    this.isFull = this.rows.length >= sampleRows;
  }
}

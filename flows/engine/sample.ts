import type { Batch } from '../kit/batch.ts';
import { columnIndex } from '../kit/batch.ts';
import type { Column } from '../kit/column.ts';
import { jsonCell, type Cell, type Schema } from '../kit/schema.ts';

/** So many rows are kept of every edge, and of the rejected rows of every node. */
export const sampleRows = 1000;

/** Cells of columns as JSON. Most nodes pass most columns on as they are: a column is read and written out once for all edges that it goes over with the same rows. */
export class SampledCells {
  readonly #known = new WeakMap<Column, { readonly rows: Int32Array; readonly count: number; readonly json: string }>();

  /** The cells of the first `count` of these rows, with commas between them. */
  of(column: Column, rows: Int32Array, count: number): string {
    const known = this.#known.get(column);
    if (known?.rows === rows && known.count === count) return known.json;
    const cells: Cell[] = [];
    for (let k = 0; k < count; k++) cells.push(jsonCell(column.type, column.value(rows[k]!)));
    const json = listed(cells);
    this.#known.set(column, { rows, count, json });
    return json;
  }
}

/** The first rows that went over an edge, column by column, as JSON carries them. Costs one comparison per batch once it is full. */
export class Sample {
  schema: Schema | undefined;
  /** Rows kept. */
  count = 0;
  readonly #cells: SampledCells;
  /** Of each column of the schema, its cells in pieces. */
  #columns: string[][] = [];

  constructor(cells: SampledCells) {
    this.#cells = cells;
  }

  get isFull(): boolean {
    return this.count >= sampleRows;
  }

  /** Of each column its cells, as a list in JSON. */
  get columns(): string[] {
    return this.#columns.map((pieces) => `[${pieces.join(',')}]`);
  }

  /** Begins with what was kept before the run broke off, as far as it had come: `rows` had gone over the edge by then. */
  goOn(kept: { readonly schema: Schema; readonly rows: readonly (readonly Cell[])[] }, rows: number): void {
    if (kept.schema.length === 0) return;
    const known = kept.rows.slice(0, rows);
    this.#begin(kept.schema);
    this.#add(known.length, (index) => listed(known.map((row) => row[index] ?? null)));
  }

  take(batch: Batch): void {
    if (this.isFull) return;
    if (!this.schema) this.#begin(batch.schema);
    const places = this.schema === batch.schema ? batch.columns : this.schema!.map(({ name }) => batch.columns[columnIndex(batch.schema, name)]);
    const count = Math.min(batch.rows.length, sampleRows - this.count);
    this.#add(count, (index) => {
      const column = places[index];
      return column ? this.#cells.of(column, batch.rows, count) : listed(Array.from({ length: count }, () => null));
    });
  }

  #begin(schema: Schema): void {
    this.schema = schema;
    this.#columns = schema.map(() => []);
  }

  #add(count: number, cells: (index: number) => string): void {
    if (count === 0) return;
    for (const [index, pieces] of this.#columns.entries()) pieces.push(cells(index));
    this.count += count;
  }
}

/** Cells as JSON, with commas between them. */
function listed(cells: readonly Cell[]): string {
  return JSON.stringify(cells).slice(1, -1);
}

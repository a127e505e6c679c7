import { columnAligner } from '../../kit/alignColumns.ts';
import { ordinalOf, type Batch } from '../../kit/batch.ts';
import type { Column } from '../../kit/column.ts';
import { fitsLayout, layoutOf, splitColumns, type HeldPart, type Layout, type SplitColumns } from '../../kit/heldPart.ts';
import type { Schema } from '../../kit/schema.ts';

/** A batch as it goes to a file. */
export interface StoredBatch {
  readonly source: string;
  readonly layout: Layout;
  readonly columns: SplitColumns;
}

/** How rows of a schema lie in files: their columns, and the ordinal of each row in the source it came from. Files that are filled side by side share one. */
export class StoredColumns {
  readonly schema: Schema;
  /** Memory of rows that have been written, and of such that have been read, to be used again. */
  readonly spare: HeldPart[] = [];
  readonly buffers: Uint8Array<ArrayBuffer>[] = [];
  readonly #align: (batch: Batch) => readonly (Column | undefined)[];
  #layout: Layout | undefined;

  constructor(schema: Schema) {
    this.schema = [...schema, { name: '', type: 'number' }];
    this.#align = columnAligner(schema);
  }

  of(batch: Batch): StoredBatch {
    const columns = [...this.#align(batch), { type: 'number', value: (row: number) => ordinalOf(batch, row) } as const];
    if (!this.#layout || !fitsLayout(this.#layout, columns)) {
      this.#layout = layoutOf(this.schema, columns);
      this.spare.length = 0;
    }
    return { source: batch.origin.source, layout: this.#layout, columns: splitColumns(this.#layout, columns) };
  }
}

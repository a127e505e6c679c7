import type { Batch } from '../../kit/batch.ts';
import type { KeyHashes } from '../../kit/keyHashes.ts';
import type { Schema } from '../../kit/schema.ts';
import type { RowFile } from './rowFile.ts';
import type { Scratch } from './scratch.ts';
import { StoredColumns } from './storedColumns.ts';

/** So many bits of a hash choose the file. Rows of ten times the memory make parts of a sixth of it. */
const partBits = 6;
const parts = 1 << partBits;
/** Of every file so many rows wait in memory to be written. */
const waitingRows = 256;

/**
 * Rows on disk, divided by their keys: all rows of one key lie in one file, in the order they came, so that each file can be worked on by
 * itself (a Grace hash join, and hash aggregation in the same way: Kitsuregawa et al., 1983). Rows without a key lie in any file.
 * A file that is still too large is divided again, by other bits of the hash: one `level` deeper.
 */
export class Partitions {
  readonly files: readonly RowFile[];
  readonly #stored: StoredColumns;
  readonly #shift: number;

  constructor(scratch: Scratch, schema: Schema, level: number) {
    // From the highest bits down: tables in memory use the lowest.
    this.#shift = 32 - partBits * (level + 1);
    this.#stored = new StoredColumns(schema);
    this.files = Array.from({ length: parts }, () => scratch.rowFile(schema, waitingRows, this.#stored));
  }

  add(batch: Batch, hashesOf: KeyHashes, rows: Int32Array = batch.rows): void {
    if (rows.length === 0) return;
    const partOf = hashesOf(batch, rows);
    const ends = new Int32Array(parts);
    for (let k = 0; k < rows.length; k++) ends[(partOf[k] = (partOf[k]! >>> this.#shift) & (parts - 1))]!++;
    for (let part = 1; part < parts; part++) ends[part]! += ends[part - 1]!;
    const divided = new Int32Array(rows.length);
    const filled = new Int32Array(parts);
    filled.set(ends.subarray(0, parts - 1), 1);
    for (let k = 0; k < rows.length; k++) divided[filled[partOf[k]!]!++] = rows[k]!;
    const stored = this.#stored.of(batch);
    for (let part = 0, from = 0; part < parts; from = ends[part++]!) this.files[part]!.addRows(stored, divided, from, ends[part]!);
  }
}

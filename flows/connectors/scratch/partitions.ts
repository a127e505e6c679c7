import type { Batch } from '../../kit/batch.ts';
import type { KeyHashes } from '../../kit/keyHashes.ts';
import type { Schema } from '../../kit/schema.ts';
import type { RowFile } from './rowFile.ts';
import type { Scratch } from './scratch.ts';
import { StoredColumns } from './storedColumns.ts';

/** So many bits of a hash choose the file. Rows of ten times the memory make parts of a sixth of it. */
const partBits = 6;
const parts = 1 << partBits;
/** So many files keep all columns in any case: their rows are worked on first, and so are what people look at. */
const wholeParts = parts / 8;
/** Of every file so many cells wait in memory to be written, in a power of two of rows. */
const waitingCells = 4096;
const mostRows = 512;

/**
 * Rows on disk, divided by their keys: all rows of one key lie in one file, in the order they came, so that each file can be worked on by
 * itself (a Grace hash join, and hash aggregation in the same way: Kitsuregawa et al., 1983). Rows without a key lie in any file.
 * A file that is still too large is divided again, by other bits of the hash: one `level` deeper.
 */
export class Partitions {
  readonly files: readonly RowFile[];
  /** How rows lie in the files that keep all columns, and in the others. */
  readonly #whole: StoredColumns;
  readonly #kept: StoredColumns;
  readonly #shift: number;

  /** @param kept the columns that all files but the first few keep; all of them unless told */
  constructor(scratch: Scratch, schema: Schema, level: number, kept = schema) {
    // From the highest bits down: tables in memory use the lowest.
    this.#shift = 32 - partBits * (level + 1);
    this.#whole = new StoredColumns(schema);
    this.#kept = kept === schema ? this.#whole : new StoredColumns(kept);
    const fileOf = (columns: Schema, stored: StoredColumns): RowFile => scratch.rowFile(columns, rowsOf(columns), stored);
    this.files = Array.from({ length: parts }, (_, part) => (part < wholeParts ? fileOf(schema, this.#whole) : fileOf(kept, this.#kept)));
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
    const whole = this.#whole.of(batch);
    const kept = this.#kept === this.#whole ? whole : this.#kept.of(batch);
    for (let part = 0, from = 0; part < parts; from = ends[part++]!) this.files[part]!.addRows(part < wholeParts ? whole : kept, divided, from, ends[part]!);
  }
}

/** Of a file with these columns so many rows wait. */
function rowsOf(schema: Schema): number {
  return Math.min(mostRows, 2 ** Math.floor(Math.log2(Math.max(1, waitingCells / (schema.length + 1)))));
}

import type { Batch } from '../../kit/batch.ts';
import type { Key } from '../../kit/rowKey.ts';
import type { Schema } from '../../kit/schema.ts';
import type { RowFile } from './rowFile.ts';
import type { Scratch } from './scratch.ts';

/** A power of two. Rows of ten times the memory make parts of a third of it. */
const parts = 32;
/** Of every file so many rows wait in memory to be written. */
const waitingRows = 256;

/**
 * Rows on disk, divided by their keys: all rows of one key lie in one file, in the order they came, so that each file can be worked on by
 * itself (a Grace hash join, and hash aggregation in the same way: Kitsuregawa et al., 1983). Rows without a key lie in any file.
 * A file that is still too large is divided again, by another hash: one `level` deeper.
 */
export class Partitions {
  readonly files: readonly RowFile[];
  readonly #level: number;

  constructor(scratch: Scratch, schema: Schema, level: number) {
    this.#level = level;
    this.files = Array.from({ length: parts }, () => scratch.rowFile(schema, waitingRows));
  }

  add(batch: Batch, keyOf: (batch: Batch, row: number) => Key | null, rows: Int32Array = batch.rows): void {
    const counts = new Int32Array(parts);
    const partOf = rows.map((row, k) => {
      const key = keyOf(batch, row);
      const part = (key === null ? k : hash(key, this.#level)) & (parts - 1);
      counts[part]!++;
      return part;
    });
    const divided = Array.from(counts, (count) => new Int32Array(count));
    const filled = new Int32Array(parts);
    for (let k = 0; k < rows.length; k++) {
      const part = partOf[k]!;
      divided[part]![filled[part]!++] = rows[k]!;
    }
    for (let part = 0; part < parts; part++) this.files[part]!.add(batch, divided[part]);
  }
}

/** FNV-1a over the key, with a start of its own per level, and its bits mixed in the end (the finalizer of MurmurHash3). */
function hash(key: Key, level: number): number {
  let bits = 0x811c9dc5 ^ Math.imul(level + 1, 0x9e3779b9);
  const text = typeof key === 'string' ? key : String(key);
  for (let at = 0; at < text.length; at++) bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

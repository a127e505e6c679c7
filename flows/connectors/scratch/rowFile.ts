import { closeSync, readSync, writevSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { columnAligner } from '../../kit/alignColumns.ts';
import { allRows, batchFromRows, batchRows, ordinalOf, type Batch } from '../../kit/batch.ts';
import type { Column } from '../../kit/column.ts';
import { AppError } from '../../kit/errors.ts';
import type { HeldRows } from '../../kit/heldRows.ts';
import { fitsLayout, HeldPart, layoutOf, type Layout } from '../../kit/heldPart.ts';
import type { Schema } from '../../kit/schema.ts';
import { PackedPart, packPart } from './packedPart.ts';

interface Block {
  readonly at: number;
  readonly bytes: number;
  readonly layout: Layout;
}

/** Rows in a file, in the order they were added; read as often as wanted, in batches. They go to the file some hundred at a time, however few come at once. */
export class RowFile {
  readonly schema: Schema;
  count = 0;
  /** The columns, and the ordinal of each row in the source it came from. */
  readonly #stored: Schema;
  readonly #file: number;
  readonly #partRows: number;
  readonly #onClose: (file: RowFile) => void;
  readonly #align: (batch: Batch) => readonly (Column | undefined)[];
  readonly #blocks: Block[] = [];
  #layout: Layout | undefined;
  #part: HeldPart | undefined;
  /** The node the rows came from, while it is the same for all. */
  #source: string | undefined;
  #isMixed = false;
  #end = 0;
  #isOpen = true;

  /**
   * @param file the descriptor of an empty file, which is this object's from now on
   * @param partRows so many rows are written, and read, at a time
   */
  constructor(schema: Schema, file: number, onClose: (file: RowFile) => void, partRows = batchRows) {
    this.schema = schema;
    this.#stored = [...schema, { name: '', type: 'number' }];
    this.#file = file;
    this.#onClose = onClose;
    this.#partRows = partRows;
    this.#align = columnAligner(schema);
  }

  add(batch: Batch, rows: Int32Array = batch.rows): void {
    if (rows.length === 0) return;
    this.count += rows.length;
    this.#source ??= batch.origin.source;
    this.#isMixed ||= this.#source !== batch.origin.source;
    const columns = [...this.#align(batch), { type: 'number', value: (row: number) => ordinalOf(batch, row) } as const];
    if (!this.#layout || !fitsLayout(this.#layout, columns)) {
      this.#endPart();
      this.#layout = layoutOf(this.#stored, columns);
    }
    for (let from = 0; from < rows.length; ) {
      this.#part ??= new HeldPart(this.#layout, this.#partRows);
      const to = Math.min(rows.length, from + this.#partRows - this.#part.count);
      this.#part.add(columns, rows, from, to);
      from = to;
      if (this.#part.isFull) this.#flush();
    }
  }

  /** Rows that were kept, in the order of their numbers, without making batches of them. They count as rows of `source`. */
  addHeld(held: HeldRows, numbers: Int32Array, source: string): void {
    const [{ layout } = { layout: undefined }] = held.parts;
    if (!layout || numbers.length === 0) return;
    this.#source ??= source;
    this.#endPart();
    // The ordinals come after the numbers there are.
    this.#layout = { ...layout, homes: [...layout.homes, { field: -1, text: -1, number: layout.numbers }], numbers: layout.numbers + 1 };
    const mask = (1 << held.partBits) - 1;
    for (const number of numbers) {
      const part = (this.#part ??= new HeldPart(this.#layout, this.#partRows));
      part.numbers.at(-1)![part.count] = this.count++;
      part.addRow(held.parts[number >> held.partBits]!, number & mask);
      if (part.isFull) this.#flush();
    }
  }

  /**
   * The rows, as batches. They count as rows of the source they came from, or of the node `reader` where they came from several.
   *
   * @param whenEmpty gives one batch without rows where there are none, so that the columns travel
   * @param isCopied nothing is wanted of a batch any more when the next one is asked for, so they may share one memory
   */
  *batches(reader: string, { whenEmpty = false, isCopied = false } = {}): Generator<Batch> {
    const source = this.#isMixed ? reader : (this.#source ?? reader);
    if (this.count === 0 && whenEmpty) yield batchFromRows(this.schema, [], { source, ordinal: 0 });
    let ordinal = 0;
    for (const part of this.parts(isCopied ? 1 : Infinity)) {
      const { columns, rowCount } = part.batch(this.#stored, { source, ordinal });
      const ordinals = new Int32Array(part.numbers[part.layout.homes.at(-1)!.number]!);
      yield { schema: this.schema, columns: columns.slice(0, -1), rowCount, rows: allRows(rowCount), origin: { source, ordinal }, ordinals };
      ordinal += rowCount;
    }
  }

  /** The rows in the parts they were written in. Only the latest `keep` of them can be relied on: their memory is used again. */
  *parts(keep: number): Generator<PackedPart> {
    this.#endPart();
    const buffers: Uint8Array[] = [];
    for (const [index, { at, bytes, layout }] of this.#blocks.entries()) {
      let buffer = buffers[index % keep];
      if (!buffer || buffer.length < bytes) {
        buffer = new Uint8Array(keep === Infinity ? bytes : Math.ceil(bytes * 1.1));
        if (keep < Infinity) buffers[index % keep] = buffer;
      }
      const packed = buffer.subarray(0, bytes);
      for (let done = 0; done < bytes; ) done += this.#try(() => readSync(this.#file, packed, done, bytes - done, at + done));
      yield new PackedPart(packed, layout);
    }
  }

  /** Gives the room on the disk back. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#file);
    this.#onClose(this);
  }

  #flush(): void {
    const part = this.#part;
    if (!part || part.count === 0) return;
    let pieces = packPart(part);
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    for (let done = 0; done < bytes; ) {
      done += this.#try(() => writevSync(this.#file, pieces, this.#end + done));
      // The system took less than all, as it may.
      if (done < bytes) pieces = [Buffer.concat(packPart(part)).subarray(done)];
    }
    this.#blocks.push({ at: this.#end, bytes, layout: part.layout });
    this.#end += bytes;
    part.clear();
  }

  /** Writes what is not written yet, and gives its memory back. */
  #endPart(): void {
    this.#flush();
    this.#part = undefined;
  }

  #try(work: () => number): number {
    try {
      return work();
    } catch (cause) {
      throw new AppError('service', 'scratchFile', {
        message: `Rows that do not fit into memory cannot be kept in ${tmpdir()}: ${(cause as Error).message}.`,
        hint: 'Make room there, set TMPDIR to a folder on a larger disk, or give the run more memory.',
        cause,
      });
    }
  }
}

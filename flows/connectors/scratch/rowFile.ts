import { allRows, batchFromRows, batchRows, type Batch } from '../../kit/batch.ts';
import type { HeldRows } from '../../kit/heldRows.ts';
import { HeldPart, type Layout } from '../../kit/heldPart.ts';
import { partBatch } from '../../kit/partBatch.ts';
import type { Schema } from '../../kit/schema.ts';
import { LoadedRows } from './loadedRows.ts';
import type { OpenFile } from './openFile.ts';
import { PackedPart, packPart } from './packedPart.ts';
import { StoredColumns, type StoredBatch } from './storedColumns.ts';

/** So much is read at once. */
const readBytes = 256 * 1024;

interface Block {
  readonly at: number;
  readonly bytes: number;
  readonly rows: number;
  readonly layout: Layout;
}

/** Rows in a file, in the order they were added; read as often as wanted, in batches. They go to the file some hundred at a time, however few come at once. */
export class RowFile {
  readonly schema: Schema;
  count = 0;
  readonly #stored: StoredColumns;
  readonly #file: OpenFile;
  readonly #partRows: number;
  readonly #onClose: (file: RowFile) => void;
  readonly #blocks: Block[] = [];
  #part: HeldPart | undefined;
  /** The node the rows came from, while it is the same for all. */
  #source: string | undefined;
  #isMixed = false;
  #isRead = false;
  #closing: Promise<void> | undefined;

  /**
   * @param file an empty one, which is this object's from now on
   * @param partRows so many rows are written, and read, at a time
   */
  constructor(schema: Schema, file: OpenFile, onClose: (file: RowFile) => void, partRows = batchRows, stored = new StoredColumns(schema)) {
    this.schema = schema;
    this.#stored = stored;
    this.#file = file;
    this.#onClose = onClose;
    this.#partRows = partRows;
  }

  /** What the rows take on disk, and in memory when they are loaded. */
  get bytes(): number {
    return this.#file.sizeBytes;
  }

  /** How its rows are kept. */
  get layouts(): Layout[] {
    this.#endPart();
    return this.#blocks.map(({ layout }) => layout);
  }

  add(batch: Batch, rows: Int32Array = batch.rows): void {
    if (rows.length > 0) this.addRows(this.#stored.of(batch), rows, 0, rows.length);
  }

  /** `rows[from, to)` of a batch that was made ready by what this file and others share. */
  addRows({ source, layout, columns }: StoredBatch, rows: Int32Array, from: number, to: number): void {
    if (from === to) return;
    this.count += to - from;
    this.#source ??= source;
    this.#isMixed ||= this.#source !== source;
    if (this.#part && this.#part.layout !== layout) this.#endPart();
    while (from < to) {
      const part = (this.#part ??= this.#open(layout));
      const next = Math.min(to, from + this.#partRows - part.count);
      part.add(columns, rows, from, next);
      from = next;
      if (part.isFull) this.#endPart();
    }
  }

  /** Rows that were kept, in the order of their numbers, without making batches of them. They count as rows of `source`, and are the last that come. */
  addHeld(held: HeldRows, numbers: Int32Array, source: string): void {
    const [{ layout: own } = { layout: undefined }] = held.parts;
    if (!own || numbers.length === 0) return;
    this.#source ??= source;
    this.#endPart();
    // The ordinals come after the numbers there are.
    const layout = { ...own, homes: [...own.homes, { field: -1, text: -1, number: own.numbers }], numbers: own.numbers + 1 };
    const mask = (1 << held.partBits) - 1;
    for (const number of numbers) {
      const part = (this.#part ??= this.#open(layout));
      part.addRow(held.parts[number >> held.partBits]!, number & mask);
      part.numbers.at(-1)![part.count - 1] = this.count++;
      if (part.isFull) this.#endPart();
    }
    this.#endWriting();
  }

  /** Writes what is left, and gives the memory for it back. */
  #endWriting(): void {
    this.#endPart();
    this.#isRead = true;
    this.#stored.spare.length = 0;
  }

  /**
   * The rows, as batches. They count as rows of the source they came from, or of the node `reader` where they came from several.
   *
   * @param whenEmpty gives one batch without rows where there are none, so that the columns travel
   * @param isCopied nothing is wanted of a batch any more when the next one is asked for, so they may share one memory
   */
  async *batches(reader: string, { whenEmpty = false, isCopied = false } = {}): AsyncGenerator<Batch> {
    const source = this.#isMixed ? reader : (this.#source ?? reader);
    if (this.count === 0 && whenEmpty) yield batchFromRows(this.schema, [], { source, ordinal: 0 });
    let ordinal = 0;
    for await (const part of this.parts(isCopied)) {
      const { columns, rowCount } = partBatch(part, this.#stored.schema, { source, ordinal });
      const ordinals = new Int32Array(part.numbers[part.layout.homes.at(-1)!.number]!);
      yield { schema: this.schema, columns: columns.slice(0, -1), rowCount, rows: allRows(rowCount), origin: { source, ordinal }, ordinals };
      ordinal += rowCount;
    }
  }

  /** All rows in one piece of memory, to be found by their numbers; undefined where they are not all kept in one way. */
  async load(): Promise<LoadedRows | undefined> {
    this.#endWriting();
    const [first] = this.#blocks;
    if (!this.#blocks.every(({ rows, layout }, index) => layout === first!.layout && (rows === this.#partRows || index === this.#blocks.length - 1))) return undefined;
    const bytes = new Uint8Array(this.#file.sizeBytes);
    await this.#file.read(bytes, 0);
    return new LoadedRows(this.schema, this.#blocks.map(({ at, bytes: size, layout }) => new PackedPart(bytes.subarray(at, at + size), layout)), Math.log2(this.#partRows), bytes);
  }

  /** The rows in the parts they were written in, while the next ones are on their way. Where `isCopied`, only the latest can be relied on: the memory is used again. */
  async *parts(isCopied: boolean): AsyncGenerator<PackedPart> {
    this.#endWriting();
    const pieces = piecesOf(this.#blocks);
    const { buffers } = this.#stored;
    const read = async (index: number): Promise<Uint8Array<ArrayBuffer>> => {
      const { at, bytes } = pieces[index]!;
      const known = isCopied ? buffers.pop() : undefined;
      const buffer = known && known.length >= bytes ? known : new Uint8Array(bytes);
      await this.#file.read(buffer.subarray(0, bytes), at);
      return buffer;
    };
    let coming = pieces.length > 0 ? read(0) : undefined;
    try {
      for (const [index, { at: start, blocks }] of pieces.entries()) {
        const buffer = await coming!;
        coming = index + 1 < pieces.length ? read(index + 1) : undefined;
        // A fault is seen when its turn comes; until then it must not count as unhandled.
        coming?.catch(() => undefined);
        for (const { at, bytes, layout } of blocks) yield new PackedPart(buffer.subarray(at - start, at - start + bytes), layout);
        if (isCopied) buffers.push(buffer);
      }
    } finally {
      await coming?.catch(() => undefined);
    }
  }

  /** Gives the room on the disk back, as soon as the system is done with the file. */
  close(): void {
    this.#part = undefined;
    this.#closing ??= this.#file.close().then(() => this.#onClose(this));
  }

  closed(): Promise<void> {
    this.close();
    return this.#closing!;
  }

  #open(layout: Layout): HeldPart {
    const { spare } = this.#stored;
    return spare.at(-1)?.layout === layout ? spare.pop()! : new HeldPart(layout, this.#partRows);
  }

  /** Writes the rows that wait. */
  #endPart(): void {
    const part = this.#part;
    this.#part = undefined;
    if (!part || part.count === 0) return;
    const { layout, count: rows } = part;
    const at = this.#file.sizeBytes;
    this.#file.append(packPart(part), () => {
      part.clear();
      if (!this.#isRead) this.#stored.spare.push(part);
    });
    this.#blocks.push({ at, bytes: this.#file.sizeBytes - at, rows, layout });
  }
}

interface Piece {
  readonly at: number;
  readonly bytes: number;
  readonly blocks: readonly Block[];
}

/** Blocks that are read together. */
function piecesOf(all: readonly Block[]): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0; from < all.length; ) {
    let to = from;
    let bytes = 0;
    while (to < all.length && (to === from || bytes + all[to]!.bytes <= readBytes)) bytes += all[to++]!.bytes;
    pieces.push({ at: all[from]!.at, bytes, blocks: all.slice(from, to) });
    from = to;
  }
  return pieces;
}

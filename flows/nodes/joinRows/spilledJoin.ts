import type { LoadedRows } from '../../connectors/scratch/loadedRows.ts';
import { Partitions } from '../../connectors/scratch/partitions.ts';
import type { RowFile } from '../../connectors/scratch/rowFile.ts';
import type { Scratch } from '../../connectors/scratch/scratch.ts';
import type { Batch } from '../../kit/batch.ts';
import type { Output } from '../../kit/defineRun.ts';
import { keyColumns, type KeyPair } from '../../kit/keyPairs.ts';
import { checkMemory } from '../../kit/memory.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { keyHashes, type KeyHashes } from '../../kit/keyHashes.ts';
import type { Schema } from '../../kit/schema.ts';
import type { Sides } from './joinedSchema.ts';
import { JoinPart, type Context } from './joinPart.ts';
import { keptLeft, keptRight } from './keptSchemas.ts';
import { RightRows } from './rightRows.ts';

/** Files are divided so often at most; what is too large then has one key for most of its rows. */
const deepest = 3;

/**
 * A join whose right rows do not fit into memory: both sides are divided by their keys and put on disk, and joined part by part. Where only some
 * columns of the joined rows are wanted, only the first parts keep the others: their rows are the first to leave, and go into samples.
 */
export class SpilledJoin {
  readonly #context: Context;
  readonly #scratch: Scratch;
  readonly #level: number;
  readonly #right: Side;
  readonly #left: Side;
  readonly #whole: Sides | undefined;

  /** @param whole the columns of both sides, where these rows have fewer */
  constructor(context: Context, scratch: Scratch, level = 0, whole?: Sides) {
    const { settings } = context;
    const { keys, isLoose } = settings;
    const wanted = level === 0 ? context.wanted?.() : undefined;
    this.#whole = whole;
    this.#context = context;
    this.#scratch = scratch;
    this.#level = level;
    const reader = (cell: keyof KeyPair) => (schema: Schema) => keyHashes(schema, keyColumns(keys, schema, cell), { isLoose, blankWhen: 'any' });
    this.#left = new Side(scratch, level, reader('column'), (schema) => keptLeft(settings, schema, wanted));
    this.#right = new Side(scratch, level, reader('equals'), (schema) => keptRight(settings, schema, wanted));
  }

  addRight(batch: Batch): void {
    this.#right.add(batch);
  }

  addLeft(batch: Batch): void {
    this.#left.add(batch);
  }

  async finish(out: Output): Promise<void> {
    const [lefts, rights] = [this.#left.files, this.#right.files];
    let coming = this.#load(rights[0]);
    for (const [part, right] of rights.entries()) {
      const loaded = await coming;
      // The next part is on its way while this one is joined.
      coming = this.#load(rights[part + 1]);
      // A fault is seen when its turn comes; until then it must not count as unhandled.
      coming.catch(() => undefined);
      await this.#joinPart(lefts[part], right, loaded, out);
      right.close();
      lefts[part]?.close();
    }
  }

  #wholeSides(): Sides | undefined {
    const [left, right] = [this.#left.schema, this.#right.schema];
    return this.#whole ?? (left && right && { left, right });
  }

  /** The right rows of a part, where they may fit. */
  async #load(file: RowFile | undefined): Promise<LoadedRows | undefined> {
    return file && file.bytes <= this.#context.memoryBytes ? file.load() : undefined;
  }

  async #joinPart(left: RowFile | undefined, right: RowFile, loaded: LoadedRows | undefined, out: Output): Promise<void> {
    const rows = await this.#rightRows(right, loaded);
    if (!rows) return this.#divide(left, right, out);
    if (!left) return;
    const whole = this.#wholeSides();
    const isNarrow = whole !== undefined && (left.schema.length < whole.left.length || right.schema.length < whole.right.length);
    const outOfPart: Output = isNarrow ? { emit: (batch) => out.emit(batch, 'out', true) } : out;
    const join = new JoinPart(this.#context, rows, whole);
    for await (const batch of left.batches(this.#context.node, { whenEmpty: true })) {
      await join.take(batch, outOfPart);
      await this.#context.pause();
    }
    await join.finish(outOfPart);
  }

  /** The right rows of a part, with their keys; undefined when they are more than fit. */
  async #rightRows(file: RowFile, loaded: LoadedRows | undefined): Promise<RightRows | undefined> {
    const { node, settings, memoryBytes } = this.#context;
    const hasRoom = (bytes: number): boolean => {
      if (this.#level === deepest) checkMemory(this.#context, bytes);
      return bytes <= memoryBytes;
    };
    if (!hasRoom(file.bytes)) return undefined;
    const held = loaded ?? new HeldRows(file.schema);
    const rows = new RightRows(held, settings.keys, settings.isLoose);
    for await (const batch of loaded?.batches(node) ?? file.batches(node, { isCopied: true })) {
      rows.enter(batch);
      if (held instanceof HeldRows) held.add(batch);
      if (!hasRoom(rows.bytes)) return undefined;
      await this.#context.pause();
    }
    if (held instanceof HeldRows) held.seal();
    return rows;
  }

  async #divide(left: RowFile | undefined, right: RowFile, out: Output): Promise<void> {
    const deeper = new SpilledJoin(this.#context, this.#scratch, this.#level + 1, this.#wholeSides());
    for await (const batch of right.batches(this.#context.node, { isCopied: true })) {
      deeper.addRight(batch);
      await this.#context.pause();
    }
    for await (const batch of left?.batches(this.#context.node, { whenEmpty: true, isCopied: true }) ?? []) {
      deeper.addLeft(batch);
      await this.#context.pause();
    }
    await deeper.finish(out);
  }
}

/** The rows of one input, divided. */
class Side {
  readonly #scratch: Scratch;
  readonly #level: number;
  readonly #reader: (schema: Schema) => KeyHashes;
  readonly #kept: (schema: Schema) => Schema;
  #partitions: Partitions | undefined;
  #bound: Schema | undefined;
  /** The columns of the rows that came first. */
  schema: Schema | undefined;
  #hashesOf: KeyHashes = (_, rows) => rows;

  constructor(scratch: Scratch, level: number, reader: (schema: Schema) => KeyHashes, kept: (schema: Schema) => Schema) {
    this.#scratch = scratch;
    this.#level = level;
    this.#reader = reader;
    this.#kept = kept;
  }

  get files(): readonly RowFile[] {
    return this.#partitions?.files ?? [];
  }

  add(batch: Batch): void {
    this.schema ??= batch.schema;
    this.#partitions ??= new Partitions(this.#scratch, batch.schema, this.#level, this.#kept(batch.schema));
    if (batch.schema !== this.#bound) {
      this.#hashesOf = this.#reader(batch.schema);
      this.#bound = batch.schema;
    }
    this.#partitions.add(batch, this.#hashesOf);
  }
}

import { Partitions } from '../../connectors/scratch/partitions.ts';
import type { RowFile } from '../../connectors/scratch/rowFile.ts';
import type { Scratch } from '../../connectors/scratch/scratch.ts';
import type { Batch } from '../../kit/batch.ts';
import type { Output } from '../../kit/defineRun.ts';
import { keyColumns, type KeyPair } from '../../kit/keyPairs.ts';
import { checkMemory } from '../../kit/memory.ts';
import { rowKey, type Key } from '../../kit/rowKey.ts';
import type { Schema } from '../../kit/schema.ts';
import { JoinPart, type Context } from './joinPart.ts';
import { RightRows } from './rightRows.ts';

/** Files are divided so often at most; what is too large then has one key for most of its rows. */
const deepest = 3;

/** A join whose right rows do not fit into memory: both sides are divided by their keys and put on disk, and joined part by part. */
export class SpilledJoin {
  readonly #context: Context;
  readonly #scratch: Scratch;
  readonly #level: number;
  readonly #right: Side;
  readonly #left: Side;

  constructor(context: Context, scratch: Scratch, level = 0) {
    const { keys, isLoose } = context.settings;
    this.#context = context;
    this.#scratch = scratch;
    this.#level = level;
    const side = (cell: keyof KeyPair): Side => new Side(scratch, level, (schema) => rowKey(schema, keyColumns(keys, schema, cell), { isLoose, blankWhen: 'any' }));
    [this.#left, this.#right] = [side('column'), side('equals')];
  }

  addRight(batch: Batch): void {
    this.#right.add(batch);
  }

  addLeft(batch: Batch): void {
    this.#left.add(batch);
  }

  async finish(out: Output): Promise<void> {
    const lefts = this.#left.files;
    for (const [part, right] of this.#right.files.entries()) {
      await this.#joinPart(lefts[part], right, out);
      right.close();
      lefts[part]?.close();
    }
  }

  async #joinPart(left: RowFile | undefined, right: RowFile, out: Output): Promise<void> {
    const { node, settings, memoryBytes } = this.#context;
    const rows = new RightRows(right.schema, settings.keys, settings.isLoose);
    for (const batch of right.batches(node, { isCopied: true })) {
      rows.add(batch);
      if (this.#level === deepest) checkMemory(this.#context, rows.bytes);
      else if (rows.bytes > memoryBytes) return this.#divide(left, right, out);
      await this.#context.pause();
    }
    const join = new JoinPart(this.#context, rows);
    if (!left) return;
    for (const batch of left.batches(node, { whenEmpty: true })) {
      await join.take(batch, out);
      await this.#context.pause();
    }
    await join.finish(out);
  }

  async #divide(left: RowFile | undefined, right: RowFile, out: Output): Promise<void> {
    const deeper = new SpilledJoin(this.#context, this.#scratch, this.#level + 1);
    for (const batch of right.batches(this.#context.node, { isCopied: true })) {
      deeper.addRight(batch);
      await this.#context.pause();
    }
    for (const batch of left?.batches(this.#context.node, { whenEmpty: true, isCopied: true }) ?? []) {
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
  readonly #reader: (schema: Schema) => (batch: Batch, row: number) => Key | null;
  #partitions: Partitions | undefined;
  #bound: Schema | undefined;
  #keyOf: (batch: Batch, row: number) => Key | null = () => null;

  constructor(scratch: Scratch, level: number, reader: (schema: Schema) => (batch: Batch, row: number) => Key | null) {
    this.#scratch = scratch;
    this.#level = level;
    this.#reader = reader;
  }

  get files(): readonly RowFile[] {
    return this.#partitions?.files ?? [];
  }

  add(batch: Batch): void {
    this.#partitions ??= new Partitions(this.#scratch, batch.schema, this.#level);
    if (batch.schema !== this.#bound) {
      this.#keyOf = this.#reader(batch.schema);
      this.#bound = batch.schema;
    }
    this.#partitions.add(batch, this.#keyOf);
  }
}

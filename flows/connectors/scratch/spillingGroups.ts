import type { Batch } from '../../kit/batch.ts';
import type { NodeContext, Output } from '../../kit/defineRun.ts';
import { checkMemory } from '../../kit/memory.ts';
import type { KeyHashes } from '../../kit/keyHashes.ts';
import type { Schema } from '../../kit/schema.ts';
import { Partitions } from './partitions.ts';
import { Scratch } from './scratch.ts';

/** Rows are divided so often at most; by then all groups there are fit. */
const deepest = 3;

/** Groups of rows in memory. */
export interface HeldGroups {
  /** Of the batch that came last. */
  readonly hashesOf: KeyHashes;
  readonly bytes: number;
  /** No group is added any more. */
  isFull: boolean;
  /** Takes the rows of groups it has or may add; gives the others. */
  take(batch: Batch): Int32Array;
  /** A row for each group. */
  batches(source: string): Iterable<Batch>;
}

export interface Grouping<Groups extends HeldGroups> {
  open(schema: Schema): Groups;
  readonly groupBy: readonly string[];
  /** All columns the result is made of; of rows on disk only these are kept. */
  readonly columns: readonly string[];
}

/**
 * Groups that may be more than fit into memory. Those met first stay there and go on; the rows of all others are put on disk, divided by
 * their keys, and follow part by part in the end.
 */
export class SpillingGroups<Groups extends HeldGroups> {
  readonly groups: Groups;
  readonly #context: Pick<NodeContext, 'node' | 'memoryBytes' | 'shared' | 'pause'>;
  readonly #grouping: Grouping<Groups>;
  readonly #schema: Schema;
  readonly #level: number;
  #rest: Partitions | undefined;

  constructor(context: Pick<NodeContext, 'node' | 'memoryBytes' | 'shared' | 'pause'>, schema: Schema, grouping: Grouping<Groups>, level = 0) {
    this.groups = grouping.open(schema);
    this.#context = context;
    this.#grouping = grouping;
    this.#schema = schema;
    this.#level = level;
  }

  take(batch: Batch): void | Promise<void> {
    const { groups } = this;
    const strange = groups.take(batch);
    if (this.#rest) {
      this.#rest.add(batch, groups.hashesOf, strange);
      // Known groups may grow: by columns, lists, and sets of different values. They have as much room again.
      checkMemory({ node: this.#context.node, memoryBytes: 2 * this.#context.memoryBytes }, groups.bytes);
    } else if (groups.bytes > this.#context.memoryBytes) {
      if (this.#level === deepest || this.#grouping.groupBy.length === 0) return checkMemory(this.#context, groups.bytes);
      groups.isFull = true;
      return this.#spill();
    }
  }

  /** Emits all groups; `done` is told of those of each part once they have left. */
  async finish(out: Output, done?: (groups: Groups) => void): Promise<void> {
    const { node } = this.#context;
    for (const batch of this.groups.batches(node)) {
      await out.emit(batch);
      await this.#context.pause();
    }
    done?.(this.groups);
    for (const file of this.#rest?.files ?? []) {
      if (file.count > 0) {
        const part = new SpillingGroups(this.#context, file.schema, this.#grouping, this.#level + 1);
        for await (const batch of file.batches(node, { isCopied: true })) {
          await part.take(batch);
          await this.#context.pause();
        }
        await part.finish(out, done);
      }
      file.close();
    }
  }

  async #spill(): Promise<void> {
    const used = new Set(this.#grouping.columns.map((name) => name.toLowerCase()));
    this.#rest = new Partitions(await Scratch.of(this.#context), this.#schema.filter(({ name }) => used.has(name.toLowerCase())), this.#level);
  }
}

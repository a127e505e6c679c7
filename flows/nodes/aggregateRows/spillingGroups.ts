import { Partitions } from '../../connectors/scratch/partitions.ts';
import { Scratch } from '../../connectors/scratch/scratch.ts';
import type { Batch } from '../../kit/batch.ts';
import type { NodeContext, Output } from '../../kit/defineRun.ts';
import { checkMemory } from '../../kit/memory.ts';
import type { Schema } from '../../kit/schema.ts';
import type { definition } from './definition.ts';
import { Groups } from './groups.ts';

/** Rows are divided so often at most; by then all groups there are fit. */
const deepest = 3;

/**
 * Groups that may be more than fit into memory. Those met first stay there and go on counting; the rows of all others are put on disk,
 * divided by their keys, and grouped part by part in the end.
 */
export class SpillingGroups {
  readonly groups: Groups;
  readonly #context: NodeContext<ReturnType<typeof definition.settings.parse>>;
  readonly #schema: Schema;
  readonly #level: number;
  #rest: Partitions | undefined;

  constructor(context: NodeContext<ReturnType<typeof definition.settings.parse>>, schema: Schema, level = 0) {
    this.groups = new Groups(context.settings, schema);
    this.#context = context;
    this.#schema = schema;
    this.#level = level;
  }

  take(batch: Batch): void | Promise<void> {
    const { groups } = this;
    const strange = groups.take(batch);
    if (this.#rest) {
      this.#rest.add(batch, groups.keyOf, strange);
      // Known groups may grow: lists, and sets of different values. They have as much room again.
      checkMemory({ ...this.#context, memoryBytes: 2 * this.#context.memoryBytes }, groups.bytes);
    } else if (groups.bytes > this.#context.memoryBytes) {
      if (this.#level === deepest || this.#context.settings.groupBy.length === 0) return checkMemory(this.#context, groups.bytes);
      groups.isFull = true;
      return this.#spill();
    }
  }

  async finish(out: Output): Promise<void> {
    const { node } = this.#context;
    for (const batch of this.groups.batches(node)) {
      await out.emit(batch);
      await this.#context.pause();
    }
    for (const file of this.#rest?.files ?? []) {
      if (file.count > 0) {
        const part = new SpillingGroups(this.#context, file.schema, this.#level + 1);
        for (const batch of file.batches(node, { isCopied: true })) {
          await part.take(batch);
          await this.#context.pause();
        }
        await part.finish(out);
      }
      file.close();
    }
  }

  /** Of the rows on disk only the columns are kept that groups and totals are made of. */
  async #spill(): Promise<void> {
    const { groupBy, totals } = this.#context.settings;
    const used = new Set([...groupBy, ...totals.map(({ of }) => of)].map((name) => name.toLowerCase()));
    this.#rest = new Partitions(await Scratch.of(this.#context), this.#schema.filter(({ name }) => used.has(name.toLowerCase())), this.#level);
  }
}

import { Partitions } from '../../connectors/scratch/partitions.ts';
import { Scratch } from '../../connectors/scratch/scratch.ts';
import type { Batch } from '../../kit/batch.ts';
import type { NodeContext, Output } from '../../kit/defineRun.ts';
import { checkMemory } from '../../kit/memory.ts';
import type { Schema } from '../../kit/schema.ts';
import type { PivotSettings } from './definition.ts';
import { PivotGroups } from './pivotGroups.ts';
import { PivotNames } from './pivotNames.ts';

/** Rows are divided so often at most; by then all groups there are fit. */
const deepest = 3;

/**
 * A pivot whose groups may be more than fit into memory. Those met first stay there and go on; the rows of all others are put on disk,
 * divided by their keys, and follow part by part in the end. By then every row has named its column, so all parts have the same.
 */
export class SpillingPivot {
  readonly groups: PivotGroups;
  readonly #context: NodeContext<PivotSettings>;
  readonly #schema: Schema;
  readonly #names: PivotNames;
  readonly #level: number;
  #rest: Partitions | undefined;

  constructor(context: NodeContext<PivotSettings>, schema: Schema, names = new PivotNames(context.settings), level = 0) {
    this.groups = new PivotGroups(context.settings, schema, names);
    this.#context = context;
    this.#schema = schema;
    this.#names = names;
    this.#level = level;
  }

  take(batch: Batch): void | Promise<void> {
    const { groups } = this;
    const strange = groups.take(batch);
    if (this.#rest) {
      this.#rest.add(batch, groups.keyOf, strange);
      // Known groups may grow: by columns, lists, and sets of different values. They have as much room again.
      checkMemory({ ...this.#context, memoryBytes: 2 * this.#context.memoryBytes }, groups.bytes);
    } else if (groups.bytes > this.#context.memoryBytes) {
      if (this.#level === deepest || this.#context.settings.groupBy.length === 0) return checkMemory(this.#context, groups.bytes);
      groups.isFull = true;
      return this.#spill();
    }
  }

  /** Gives the number of rows that had no column to go to. */
  async finish(out: Output): Promise<number> {
    const { node } = this.#context;
    for (const batch of this.groups.batches(node)) {
      await out.emit(batch);
      await this.#context.pause();
    }
    let { left } = this.groups;
    for (const file of this.#rest?.files ?? []) {
      if (file.count > 0) {
        const part = new SpillingPivot(this.#context, file.schema, this.#names, this.#level + 1);
        for (const batch of file.batches(node, { isCopied: true })) {
          await part.take(batch);
          await this.#context.pause();
        }
        left += await part.finish(out);
      }
      file.close();
    }
    return left;
  }

  /** Of the rows on disk only the columns are kept that the result is made of. */
  async #spill(): Promise<void> {
    const { groupBy, names, values } = this.#context.settings;
    const used = new Set([...groupBy, names, values].map((name) => name.toLowerCase()));
    this.#rest = new Partitions(await Scratch.of(this.#context), this.#schema.filter(({ name }) => used.has(name.toLowerCase())), this.#level);
  }
}

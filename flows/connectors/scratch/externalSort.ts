import type { Batch } from '../../kit/batch.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import type { Schema } from '../../kit/schema.ts';
import { mergeRuns } from './mergeRuns.ts';
import type { RowFile } from './rowFile.ts';
import { Scratch } from './scratch.ts';
import { keyCells, type SortKey } from './sortKeys.ts';
import { sortOrder } from './sortOrder.ts';

/** What a row's number takes in the two orders of a sort, and what one of its keys does. */
const orderBytes = 16;
const keyBytes = 40;

type Context = Pick<NodeContext, 'node' | 'memoryBytes' | 'pause' | 'shared'>;

/** Rows put in order. As often as they fill the memory, they go to disk as a sorted run; in the end the runs are merged (external merge sort). */
export class ExternalSort {
  readonly schema: Schema;
  readonly #context: Context;
  readonly #keys: readonly SortKey[];
  readonly #ignoreCase: boolean;
  readonly #runs: RowFile[] = [];
  readonly #held: HeldRows;

  constructor(context: Context, schema: Schema, keys: readonly SortKey[], ignoreCase: boolean) {
    this.schema = schema;
    this.#context = context;
    this.#keys = keys;
    this.#ignoreCase = ignoreCase;
    this.#held = new HeldRows(schema);
  }

  /** Undefined while the memory is not full. */
  add(batch: Batch): Promise<void> | undefined {
    const held = this.#held;
    held.add(batch);
    return held.bytes + held.count * (orderBytes + keyBytes * this.#keys.length) > this.#context.memoryBytes ? this.#spill() : undefined;
  }

  /** All rows in order, equal ones as they came; at least one batch, so that the columns travel. They count as rows of the node. */
  async *batches(): AsyncGenerator<Batch> {
    const order = await this.#order();
    const { schema } = this;
    const { node: source, pause } = this.#context;
    const merged = this.#runs.length === 0 ? heldBatches(this.#held, source, order) : mergeRuns({ schema, files: this.#runs, held: this.#held, order, sortKeys: this.#keys, ignoreCase: this.#ignoreCase, source });
    for (const batch of merged) {
      yield batch;
      await pause();
    }
    for (const file of this.#runs) file.close();
  }

  #order(): Promise<Int32Array> {
    this.#held.seal();
    return sortOrder(this.#held.count, this.#keys.map((key) => keyCells(this.#held, key, this.#ignoreCase)), () => this.#context.pause());
  }

  async #spill(): Promise<void> {
    const file = (await Scratch.of(this.#context)).rowFile(this.schema);
    const order = await this.#order();
    file.addHeld(this.#held, order, this.#context.node);
    this.#runs.push(file);
    this.#held.clear();
  }
}

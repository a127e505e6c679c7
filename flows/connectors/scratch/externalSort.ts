import { columnAligner } from '../../kit/alignColumns.ts';
import type { Batch } from '../../kit/batch.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import type { Schema } from '../../kit/schema.ts';
import { mergeRuns } from './mergeRuns.ts';
import type { RowFile } from './rowFile.ts';
import { Scratch } from './scratch.ts';
import { SortKeys, type SortKey } from './sortKeys.ts';
import { sortOrder } from './sortOrder.ts';

/** What a row's number takes in the orders of a sort. */
const orderBytes = 16;

type Context = Pick<NodeContext, 'node' | 'memoryBytes' | 'pause' | 'shared'>;

/** Rows put in order. As often as they fill the memory, they go to disk as a sorted run; in the end the runs are merged (external merge sort). */
export class ExternalSort {
  readonly schema: Schema;
  readonly #context: Context;
  readonly #align: ReturnType<typeof columnAligner>;
  readonly #newKeys: () => SortKeys;
  readonly #runs: RowFile[] = [];
  readonly #held: HeldRows;
  readonly #keys: SortKeys;

  constructor(context: Context, schema: Schema, keys: readonly SortKey[], ignoreCase: boolean) {
    this.schema = schema;
    this.#context = context;
    this.#align = columnAligner(schema);
    this.#newKeys = () => new SortKeys(schema, keys, ignoreCase);
    this.#held = new HeldRows(schema);
    this.#keys = this.#newKeys();
  }

  /** Undefined while the memory is not full. */
  add(batch: Batch): Promise<void> | undefined {
    const [held, keys, columns] = [this.#held, this.#keys, this.#align(batch)];
    held.addColumns(columns, batch.rows);
    keys.add(columns, batch.rows);
    return held.bytes + keys.size + held.count * orderBytes > this.#context.memoryBytes ? this.#spill() : undefined;
  }

  /** All rows in order, equal ones as they came; at least one batch, so that the columns travel. They count as rows of the node. */
  async *batches(): AsyncGenerator<Batch> {
    const order = await this.#order();
    const { node: source, pause } = this.#context;
    const merge = { schema: this.schema, files: this.#runs, held: this.#held, keys: this.#keys, order, newKeys: this.#newKeys, source };
    for await (const batch of this.#runs.length === 0 ? heldBatches(this.#held, source, order) : mergeRuns(merge)) {
      yield batch;
      await pause();
    }
    for (const file of this.#runs) file.close();
  }

  #order(): Promise<Int32Array> {
    this.#held.seal();
    return sortOrder(this.#keys, () => this.#context.pause());
  }

  async #spill(): Promise<void> {
    const file = (await Scratch.of(this.#context)).rowFile(this.schema);
    const order = await this.#order();
    file.addHeld(this.#held, order, this.#context.node);
    this.#runs.push(file);
    this.#held.clear();
    this.#keys.clear();
  }
}

import { Partitions } from '../../connectors/scratch/partitions.ts';
import { Scratch } from '../../connectors/scratch/scratch.ts';
import { batchFromRows, type Batch } from '../../kit/batch.ts';
import { copyText } from '../../kit/copyText.ts';
import type { Output, TransformWork } from '../../kit/defineRun.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { checkMemory } from '../../kit/memory.ts';
import type { Key } from '../../kit/rowKey.ts';
import { bytesOf, deepest, keyReader, reason, type Context } from './duplicateKeys.ts';

/**
 * Keeps all rows, and of each key the number of the last; the rows leave in the order in which they came. When they fill the memory, all of
 * them go to disk, divided by their keys, and are gone through part by part in the end.
 */
export class LastOfKey implements TransformWork {
  readonly #context: Context;
  readonly #level: number;
  readonly #keyOf: ReturnType<typeof keyReader>;
  readonly #last = new Map<Key, number>();
  readonly #replaced: number[] = [];
  #keyBytes = 0;
  #held: HeldRows | undefined;
  #divided: Partitions | undefined;

  constructor(context: Context, level = 0) {
    this.#context = context;
    this.#level = level;
    this.#keyOf = keyReader(context);
  }

  async process(batch: Batch, out: Output): Promise<void> {
    if (this.#divided) return this.#divided.add(batch, this.#keyOf);
    const isFirst = this.#held === undefined;
    const rows = (this.#held ??= new HeldRows(batch.schema));
    this.#take(batch, rows);
    const bytes = rows.bytes + this.#keyBytes + this.#replaced.length * 8;
    if (bytes > this.#context.memoryBytes) {
      if (this.#level === deepest) checkMemory(this.#context, bytes);
      await this.#divide(rows);
    }
    // The columns go ahead of the rows.
    if (isFirst) await out.emit(batchFromRows(batch.schema, [], { source: this.#context.node, ordinal: 0 }));
  }

  async finish(out: Output): Promise<void> {
    const { node } = this.#context;
    for (const file of this.#divided?.files ?? []) {
      const part = new LastOfKey(this.#context, this.#level + 1);
      for (const batch of file.batches(node, { isCopied: true })) {
        await part.process(batch, out);
        await this.#context.pause();
      }
      await part.finish(out);
      file.close();
    }
    const held = this.#held;
    if (!held) return;
    held.seal();
    this.#last.clear();
    const isGone = new Uint8Array(held.count);
    for (const row of this.#replaced) isGone[row] = 1;
    this.#context.drop(this.#replaced.length, reason(this.#context));
    for (const batch of heldBatches(held, node, Int32Array.from({ length: held.count }, (_, row) => row).filter((row) => isGone[row] === 0))) {
      await out.emit(batch);
      await this.#context.pause();
    }
  }

  #take(batch: Batch, rows: HeldRows): void {
    let number = rows.count;
    rows.add(batch);
    for (const row of batch.rows) {
      const key = this.#keyOf(batch, row);
      if (key !== null) {
        const before = this.#last.get(key);
        if (before === undefined) this.#keyBytes += bytesOf(key);
        else this.#replaced.push(before);
        this.#last.set(before === undefined && typeof key === 'string' ? copyText(key) : key, number);
      }
      number++;
    }
  }

  /** What is held moves to disk; which row is the last is found out anew for each part. */
  async #divide(rows: HeldRows): Promise<void> {
    const divided = new Partitions(await Scratch.of(this.#context), rows.schema, this.#level);
    rows.seal();
    for (const batch of heldBatches(rows, this.#context.node)) {
      divided.add(batch, this.#keyOf);
      await this.#context.pause();
    }
    this.#held = undefined;
    this.#last.clear();
    this.#replaced.length = this.#keyBytes = 0;
    this.#divided = divided;
  }
}

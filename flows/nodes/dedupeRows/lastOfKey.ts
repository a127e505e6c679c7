import type { LoadedRows } from '../../connectors/scratch/loadedRows.ts';
import { Partitions } from '../../connectors/scratch/partitions.ts';
import type { RowFile } from '../../connectors/scratch/rowFile.ts';
import { Scratch } from '../../connectors/scratch/scratch.ts';
import { batchFromRows, type Batch } from '../../kit/batch.ts';
import type { Output, TransformWork } from '../../kit/defineRun.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { HeldRows, type NumberedRows } from '../../kit/heldRows.ts';
import { checkMemory } from '../../kit/memory.ts';
import { deepest, duplicateHashes, reason, type Context } from './duplicateKeys.ts';
import { LastRows } from './lastRows.ts';

/**
 * Keeps all rows, and of each key the number of the last; the rows leave in the order in which they came. When they fill the memory, all of
 * them go to disk, divided by their keys, and are gone through part by part in the end.
 */
export class LastOfKey implements TransformWork {
  readonly #context: Context;
  readonly #level: number;
  readonly #hashesOf: ReturnType<typeof duplicateHashes>;
  #held: HeldRows | undefined;
  #last: LastRows;
  #divided: Partitions | undefined;

  constructor(context: Context, level = 0) {
    this.#context = context;
    this.#level = level;
    this.#hashesOf = duplicateHashes(context);
    this.#last = new LastRows(context);
  }

  async process(batch: Batch, out: Output): Promise<void> {
    if (this.#divided) return this.#divided.add(batch, this.#hashesOf);
    const isFirst = this.#held === undefined;
    const held = (this.#held ??= new HeldRows(batch.schema));
    this.#last.enter(batch);
    held.add(batch);
    if (!this.#hasRoom(held.bytes + this.#last.bytes)) await this.#divide(held);
    // The columns go ahead of the rows.
    if (isFirst && this.#level === 0) await out.emit(batchFromRows(batch.schema, [], { source: this.#context.node, ordinal: 0 }));
  }

  async finish(out: Output): Promise<void> {
    const files = this.#divided?.files ?? [];
    let coming = this.#load(files[0]);
    for (const [part, file] of files.entries()) {
      const loaded = await coming;
      // The next part is on its way while this one is gone through.
      coming = this.#load(files[part + 1]);
      // A fault is seen when its turn comes; until then it must not count as unhandled.
      coming.catch(() => undefined);
      await this.#finishFile(file, loaded, out);
      file.close();
    }
    if (!this.#held) return;
    this.#held.seal();
    await this.#send(this.#held, this.#last, out);
  }

  /** The rows of a part, where they fit. */
  async #load(file: RowFile | undefined): Promise<LoadedRows | undefined> {
    return file && file.bytes <= this.#context.memoryBytes ? file.load() : undefined;
  }

  async #finishFile(file: RowFile, loaded: LoadedRows | undefined, out: Output): Promise<void> {
    const { node } = this.#context;
    if (loaded) {
      const last = new LastRows(this.#context, loaded.count);
      for (const batch of loaded.batches(node)) last.enter(batch);
      if (loaded.bytes + last.bytes <= this.#context.memoryBytes) return this.#send(loaded, last, out);
    }
    const part = new LastOfKey(this.#context, this.#level + 1);
    for await (const batch of file.batches(node, { isCopied: true })) {
      await part.process(batch, out);
      await this.#context.pause();
    }
    await part.finish(out);
  }

  async #send(rows: NumberedRows, last: LastRows, out: Output): Promise<void> {
    const kept = last.kept();
    this.#context.drop(rows.count - kept.length, reason(this.#context));
    for (const batch of heldBatches(rows, this.#context.node, kept)) {
      await out.emit(batch);
      await this.#context.pause();
    }
  }

  #hasRoom(bytes: number): boolean {
    if (this.#level === deepest) checkMemory(this.#context, bytes);
    return bytes <= this.#context.memoryBytes;
  }

  /** What is held moves to disk; which row is the last is found out anew for each part. */
  async #divide(held: HeldRows): Promise<void> {
    const divided = new Partitions(await Scratch.of(this.#context), held.schema, this.#level);
    this.#held = undefined;
    this.#last = new LastRows(this.#context);
    held.seal();
    for (const batch of heldBatches(held, this.#context.node)) {
      divided.add(batch, this.#hashesOf);
      await this.#context.pause();
    }
    this.#divided = divided;
  }
}

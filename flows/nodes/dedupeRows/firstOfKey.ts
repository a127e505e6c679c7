import { Partitions } from '../../connectors/scratch/partitions.ts';
import { Scratch } from '../../connectors/scratch/scratch.ts';
import { selectRows, type Batch } from '../../kit/batch.ts';
import type { Output, TransformWork } from '../../kit/defineRun.ts';
import { checkMemory } from '../../kit/memory.ts';
import { deepest, duplicateHashes, duplicateKeys, reason, type Context } from './duplicateKeys.ts';

/**
 * Lets each key through once, as the rows come. Keeps the keys, and no rows. When the keys fill the memory no more are taken in: rows of
 * known keys are dropped as before, and all others go to disk, divided by their keys, and follow part by part in the end.
 */
export class FirstOfKey implements TransformWork {
  readonly #context: Context;
  readonly #level: number;
  readonly #hashesOf: ReturnType<typeof duplicateHashes>;
  #keys: ReturnType<typeof duplicateKeys>;
  #rest: Partitions | undefined;

  constructor(context: Context, level = 0) {
    this.#context = context;
    this.#level = level;
    this.#keys = duplicateKeys(context);
    this.#hashesOf = duplicateHashes(context);
  }

  async process(batch: Batch, out: Output): Promise<void> {
    if (this.#rest) return this.#putOff(batch, this.#rest);
    let known = this.#keys.count;
    const numbers = this.#keys.enter(batch);
    // A key that is new has the next number.
    const kept = batch.rows.filter((_, k) => numbers[k]! < 0 || (numbers[k] === known && known++ >= 0));
    if (this.#keys.size > this.#context.memoryBytes) {
      if (this.#level === deepest) checkMemory(this.#context, this.#keys.size);
      this.#rest = new Partitions(await Scratch.of(this.#context), batch.schema, this.#level);
    }
    this.#context.drop(batch.rows.length - kept.length, reason(this.#context));
    await out.emit(kept.length === batch.rows.length ? batch : selectRows(batch, kept));
  }

  async finish(out: Output): Promise<void> {
    this.#keys = duplicateKeys(this.#context);
    for (const file of this.#rest?.files ?? []) {
      const part = new FirstOfKey(this.#context, this.#level + 1);
      for await (const batch of file.batches(this.#context.node)) {
        await part.process(batch, out);
        await this.#context.pause();
      }
      await part.finish(out);
      file.close();
    }
  }

  #putOff(batch: Batch, rest: Partitions): void {
    const numbers = this.#keys.find(batch);
    const strange = batch.rows.filter((_, k) => numbers[k]! < 0);
    rest.add(batch, this.#hashesOf, strange);
    this.#context.drop(batch.rows.length - strange.length, reason(this.#context));
  }
}

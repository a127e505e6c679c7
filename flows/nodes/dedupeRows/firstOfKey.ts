import { Partitions } from '../../connectors/scratch/partitions.ts';
import { Scratch } from '../../connectors/scratch/scratch.ts';
import { selectRows, type Batch } from '../../kit/batch.ts';
import { copyText } from '../../kit/copyText.ts';
import type { Output, TransformWork } from '../../kit/defineRun.ts';
import { checkMemory } from '../../kit/memory.ts';
import type { Key } from '../../kit/rowKey.ts';
import { bytesOf, deepest, keyReader, reason, type Context } from './duplicateKeys.ts';

/**
 * Lets each key through once, as the rows come. Keeps the keys, and no rows. When the keys fill the memory no more are taken in: rows of
 * known keys are dropped as before, and those of others go to disk, divided by their keys, and follow part by part in the end.
 */
export class FirstOfKey implements TransformWork {
  readonly #context: Context;
  readonly #level: number;
  readonly #seen = new Set<Key>();
  readonly #keyOf: ReturnType<typeof keyReader>;
  #bytes = 0;
  #rest: Partitions | undefined;

  constructor(context: Context, level = 0) {
    this.#context = context;
    this.#level = level;
    this.#keyOf = keyReader(context);
  }

  async process(batch: Batch, out: Output): Promise<void> {
    const kept: number[] = [];
    const strange: number[] = [];
    for (const row of batch.rows) {
      const key = this.#keyOf(batch, row);
      if (key === null) kept.push(row);
      else if (this.#seen.has(key)) continue;
      else if (this.#rest) strange.push(row);
      else {
        this.#seen.add(typeof key === 'string' ? copyText(key) : key);
        this.#bytes += bytesOf(key);
        kept.push(row);
      }
    }
    this.#rest?.add(batch, this.#keyOf, Int32Array.from(strange));
    if (!this.#rest && this.#bytes > this.#context.memoryBytes) {
      if (this.#level === deepest) checkMemory(this.#context, this.#bytes);
      this.#rest = new Partitions(await Scratch.of(this.#context), batch.schema, this.#level);
    }
    this.#context.drop(batch.rows.length - kept.length - strange.length, reason(this.#context));
    await out.emit(kept.length === batch.rows.length ? batch : selectRows(batch, Int32Array.from(kept)));
  }

  async finish(out: Output): Promise<void> {
    this.#seen.clear();
    for (const file of this.#rest?.files ?? []) {
      const part = new FirstOfKey(this.#context, this.#level + 1);
      for (const batch of file.batches(this.#context.node)) {
        await part.process(batch, out);
        await this.#context.pause();
      }
      await part.finish(out);
      file.close();
    }
  }
}

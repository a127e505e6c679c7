import { Partitions } from '../../connectors/scratch/partitions.ts';
import type { RowFile } from '../../connectors/scratch/rowFile.ts';
import type { Scratch } from '../../connectors/scratch/scratch.ts';
import { allRows, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { checkMemory, entryBytes } from '../../kit/memory.ts';
import { keyHashes } from '../../kit/keyHashes.ts';
import type { Key } from '../../kit/rowKey.ts';
import type { Schema } from '../../kit/schema.ts';

/** Files are divided so often at most. A key is kept once, so by then all keys there are fit. */
const deepest = 3;
const schema: Schema = [{ name: 'key', type: 'text' }];
const keyOf = (batch: Batch, row: number): Key | null => batch.columns[0]!.value(row);

type Context = Pick<NodeContext, 'node' | 'memoryBytes' | 'pause'>;

/** Keys that do not fit into memory, each with the number of its row, divided by the keys. */
export class KeysOnDisk {
  readonly #scratch: Scratch;
  readonly #level: number;
  readonly #parts: Partitions;
  readonly #hashesOf = keyHashes(schema, [0], { blankWhen: 'any' });

  constructor(scratch: Scratch, level = 0) {
    this.#scratch = scratch;
    this.#level = level;
    this.#parts = new Partitions(scratch, schema, level);
  }

  /** @param numbers of the rows the keys are of */
  add(keys: readonly Key[], numbers: readonly number[]): void {
    if (keys.length === 0) return;
    const column = new ValueColumn('text', keys.map(String));
    this.#parts.add({ schema, columns: [column], rowCount: keys.length, rows: allRows(keys.length), origin: { source: 'keys', ordinal: 0 }, ordinals: Int32Array.from(numbers) }, this.#hashesOf);
  }

  /** Calls `tell` with the number of every row whose key an earlier one has. */
  async repeated(context: Context, tell: (number: number) => void): Promise<void> {
    for (const file of this.#parts.files) {
      const told: number[] = [];
      const seen = await this.#keysOf(file, context, (number) => told.push(number));
      if (seen) told.forEach(tell);
      else await (await this.#divided(file, context)).repeated(context, tell);
      file.close();
    }
  }

  /** Calls `tell` with the number of every row of `others` whose key is not among these. */
  async missing(others: KeysOnDisk, context: Context, tell: (number: number) => void): Promise<void> {
    for (const [part, file] of this.#parts.files.entries()) {
      const asked = others.#parts.files[part]!;
      const known = await this.#keysOf(file, context, () => {});
      if (!known) await (await this.#divided(file, context)).missing(await others.#divided(asked, context), context, tell);
      else for await (const batch of asked.batches(context.node, { isCopied: true })) {
        for (const row of batch.rows) if (!known.has(String(keyOf(batch, row)))) tell(batch.ordinals![row]!);
        await context.pause();
      }
      file.close();
      asked.close();
    }
  }

  /** The keys of a file; undefined when they are more than fit. Calls `again` for rows whose key was there before. */
  async #keysOf(file: RowFile, context: Context, again: (number: number) => void): Promise<Set<string> | undefined> {
    const seen = new Set<string>();
    let bytes = 0;
    for await (const batch of file.batches(context.node, { isCopied: true })) {
      for (const row of batch.rows) {
        const key = String(keyOf(batch, row));
        if (seen.has(key)) again(batch.ordinals![row]!);
        else {
          seen.add(key);
          bytes += entryBytes + key.length;
        }
      }
      if (this.#level === deepest) checkMemory(context, bytes);
      else if (bytes > context.memoryBytes) return undefined;
      await context.pause();
    }
    return seen;
  }

  async #divided(file: RowFile, context: Context): Promise<KeysOnDisk> {
    const deeper = new KeysOnDisk(this.#scratch, this.#level + 1);
    for await (const batch of file.batches(context.node, { isCopied: true })) {
      deeper.#parts.add(batch, this.#hashesOf);
      await context.pause();
    }
    return deeper;
  }
}

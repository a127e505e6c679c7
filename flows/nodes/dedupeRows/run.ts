import { batchFromRows, selectRows, type Batch } from '../../kit/batch.ts';
import { defineTransform, type NodeContext, type TransformWork } from '../../kit/defineRun.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { copyText } from '../../kit/copyText.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { checkMemory, entryBytes } from '../../kit/memory.ts';
import { rowKey, type Key } from '../../kit/rowKey.ts';
import type { Schema } from '../../kit/schema.ts';
import type { z } from 'zod';
import { definition } from './definition.ts';
import { fuzzyDuplicates } from './fuzzyDuplicates.ts';

type Context = NodeContext<z.output<typeof definition.settings>>;

export const run = defineTransform(definition, {
  open: (context) => {
    if (context.settings.match === 'fuzzy') return fuzzyDuplicates(context);
    return context.settings.keep === 'first' ? keepFirst(context) : keepLast(context);
  },
});

/** Lets each key through once. Keeps the keys, and no rows. */
function keepFirst(context: Context): TransformWork {
  const seen = new Set<Key>();
  const keyOf = keyReader(context);
  let bytes = 0;
  return {
    process(batch, out) {
      const kept = batch.rows.filter((row) => {
        const key = keyOf(batch, row);
        if (key === null) return true;
        if (seen.has(key)) return false;
        seen.add(typeof key === 'string' ? copyText(key) : key);
        bytes += bytesOf(key);
        return true;
      });
      checkMemory(context, bytes);
      context.drop(batch.rows.length - kept.length, reason(context));
      return out.emit(kept.length === batch.rows.length ? batch : selectRows(batch, kept));
    },
  };
}

/** Keeps all rows, and of each key the number of the last. They leave in the order in which they came. */
function keepLast(context: Context): TransformWork {
  const last = new Map<Key, number>();
  const keyOf = keyReader(context);
  const replaced: number[] = [];
  let bytes = 0;
  let held: HeldRows | undefined;
  return {
    process(batch, out) {
      const isFirst = held === undefined;
      const rows = (held ??= new HeldRows(batch.schema));
      let number = rows.count;
      rows.add(batch);
      for (const row of batch.rows) {
        const key = keyOf(batch, row);
        const before = key === null ? undefined : last.get(key);
        if (before !== undefined) replaced.push(before);
        else if (key !== null) bytes += bytesOf(key);
        if (key !== null) last.set(before === undefined && typeof key === 'string' ? copyText(key) : key, number);
        number++;
      }
      checkMemory(context, rows.bytes + bytes + replaced.length * 8);
      // The columns go ahead of the rows.
      if (isFirst) return out.emit(batchFromRows(batch.schema, [], { source: context.node, ordinal: 0 }));
    },
    async finish(out) {
      if (!held) return;
      held.seal();
      last.clear();
      const isGone = new Uint8Array(held.count);
      for (const row of replaced) isGone[row] = 1;
      context.drop(replaced.length, reason(context));
      for (const batch of heldBatches(held, context.node, Int32Array.from({ length: held.count }, (_, row) => row).filter((row) => isGone[row] === 0))) {
        await out.emit(batch);
        await context.pause();
      }
    },
  };
}

function keyReader({ settings }: Context): (batch: Batch, row: number) => Key | null {
  let bound: Schema | undefined;
  let read: (batch: Batch, row: number) => Key | null = () => null;
  return (batch, row) => {
    if (batch.schema !== bound) {
      const { schema } = batch;
      const columns = settings.key.length === 0 ? schema.map((_, index) => index) : findColumns(schema, settings.key, (index) => ['key', index]);
      read = rowKey(schema, columns, { isLoose: settings.isLoose, blankWhen: 'all' });
      bound = schema;
    }
    return read(batch, row);
  };
}

function bytesOf(key: Key): number {
  return entryBytes + (typeof key === 'string' ? key.length : 0);
}

function reason({ settings }: Context): string {
  return `Duplicate by ${settings.key.length === 0 ? 'all columns' : settings.key.join(', ')}`;
}

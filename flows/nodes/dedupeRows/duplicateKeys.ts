import type { z } from 'zod';
import type { Batch } from '../../kit/batch.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { entryBytes } from '../../kit/memory.ts';
import { rowKey, type Key } from '../../kit/rowKey.ts';
import type { Schema } from '../../kit/schema.ts';
import type { definition } from './definition.ts';

export type Context = NodeContext<z.output<typeof definition.settings>>;

/** Rows are divided so often at most; what is too large then has one key for most of its rows. */
export const deepest = 3;

/** Reads what makes rows duplicates; null for a row that has none. */
export function keyReader({ settings }: Context): (batch: Batch, row: number) => Key | null {
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

export function bytesOf(key: Key): number {
  return entryBytes + (typeof key === 'string' ? key.length : 0);
}

/** For people: why a row was dropped. */
export function reason({ settings }: Context): string {
  return `Duplicate by ${settings.key.length === 0 ? 'all columns' : settings.key.join(', ')}`;
}

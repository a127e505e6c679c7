import type { z } from 'zod';
import type { Batch } from '../../kit/batch.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { keyHashes, type KeyHashes } from '../../kit/keyHashes.ts';
import { KeyNumbers, type KeyReader } from '../../kit/keyNumbers.ts';
import type { Schema } from '../../kit/schema.ts';
import type { definition } from './definition.ts';

export type Context = NodeContext<z.output<typeof definition.settings>>;

/** Rows are divided so often at most; what is too large then has one key for most of its rows. */
export const deepest = 3;
const blankWhen = 'all';

/** The numbers of what makes rows duplicates, counted as they are entered; -1 for a row that has nothing of it. */
export interface DuplicateKeys extends KeyReader {
  readonly count: number;
  /** What they take in memory. */
  readonly size: number;
}

/** @param expected so many keys will come, where that is known */
export function duplicateKeys({ settings }: Context, expected = 0): DuplicateKeys {
  const numbers = new KeyNumbers({ isLoose: settings.isLoose, blankWhen }, expected);
  const readerOf = bySchema((schema) => numbers.reader(schema, keyColumns(schema, settings.key)));
  return {
    get count() {
      return numbers.count;
    },
    get size() {
      return numbers.size;
    },
    find: (batch) => readerOf(batch).find(batch),
    enter: (batch) => readerOf(batch).enter(batch),
  };
}

/** Hashes of what makes rows duplicates. */
export function duplicateHashes({ settings }: Context): KeyHashes {
  const hashesOf = bySchema((schema) => keyHashes(schema, keyColumns(schema, settings.key), { isLoose: settings.isLoose, blankWhen }));
  return (batch, rows) => hashesOf(batch)(batch, rows);
}

/** For people: why a row was dropped. */
export function reason({ settings }: Context): string {
  return `Duplicate by ${settings.key.length === 0 ? 'all columns' : settings.key.join(', ')}`;
}

/** All of them, where no key is chosen. */
function keyColumns(schema: Schema, key: readonly string[]): number[] {
  return key.length === 0 ? [...schema.keys()] : findColumns(schema, key, (index) => ['key', index]);
}

/** Makes something for a schema, and anew when a batch has another. */
function bySchema<T>(make: (schema: Schema) => T): (batch: Batch) => T {
  let made: { readonly schema: Schema; readonly value: T } | undefined;
  return ({ schema }) => {
    if (made?.schema !== schema) made = { schema, value: make(schema) };
    return made.value;
  };
}

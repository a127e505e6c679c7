import { keyColumns, type KeyPair } from '../../kit/keyPairs.ts';
import type { Schema } from '../../kit/schema.ts';
import type { JoinSettings } from './joinedSchema.ts';

/** The left columns that are needed where only `wanted` ones are read of the joined rows; all where that is undefined. */
export function keptLeft({ keys }: JoinSettings, left: Schema, wanted: ReadonlySet<string> | undefined): Schema {
  return wanted ? kept(left, keys, 'column', (name) => wanted.has(name)) : left;
}

/**
 * The right columns that are needed. The names they have in joined rows depend on the left columns, which are not known yet; but each begins with
 * the name that it has now.
 */
export function keptRight({ kind, keys }: JoinSettings, right: Schema, wanted: ReadonlySet<string> | undefined): Schema {
  if (kind === 'semi' || kind === 'anti') return kept(right, keys, 'equals', () => false);
  return wanted ? kept(right, keys, 'equals', (name) => [...wanted].some((joined) => joined.startsWith(name))) : right;
}

function kept(schema: Schema, keys: readonly KeyPair[], cell: keyof KeyPair, isWanted: (name: string) => boolean): Schema {
  const isKey = new Set(keyColumns(keys, schema, cell));
  const columns = schema.filter(({ name }, index) => isKey.has(index) || isWanted(name.toLowerCase()));
  return columns.length === schema.length ? schema : columns;
}

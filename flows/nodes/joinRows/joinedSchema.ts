import { freeName } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import type { KeyPair } from '../../kit/keyPairs.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';

export type JoinKind = 'inner' | 'left' | 'full' | 'semi' | 'anti';

interface JoinSettings {
  readonly kind: JoinKind;
  readonly keys: readonly KeyPair[];
  readonly suffix: string;
}

export interface Joined {
  readonly schema: Schema;
  /** The right columns that follow the left ones, by their places in the right rows. */
  readonly added: readonly number[];
}

/** Left columns, then the right ones but the keys, which are equal to the left ones anyway. */
export function joinedSchema({ kind, keys, suffix }: JoinSettings, left: Schema, right: Schema): Joined {
  if (kind === 'semi' || kind === 'anti') return { schema: left, added: [] };
  const isKey = new Set(keys.map(({ equals }) => findColumn(right, equals)));
  const schema: ColumnSpec[] = [...left];
  const added = right.flatMap((column, index) => {
    if (isKey.has(index)) return [];
    const taken = new Set(schema.map(({ name }) => name));
    schema.push({ ...column, name: taken.has(column.name) ? freeName(column.name + suffix, taken) : column.name });
    return [index];
  });
  return { schema, added };
}

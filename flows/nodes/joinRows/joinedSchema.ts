import { freeName } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import type { KeyPair } from '../../kit/keyPairs.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';

export type JoinKind = 'inner' | 'left' | 'full' | 'semi' | 'anti';

export interface JoinSettings {
  readonly kind: JoinKind;
  readonly keys: readonly KeyPair[];
  readonly suffix: string;
}

export interface Joined {
  readonly schema: Schema;
  /** The right columns that follow the left ones, by their places in the right rows. */
  readonly added: readonly number[];
}

/** Columns of both sides of a join: all, or those that are kept. */
export interface Sides {
  readonly left: Schema;
  readonly right: Schema;
}

/** The joined columns that are left when some of both sides are not kept. Their names are those they have when all are. */
export function narrowJoined({ schema, added }: Joined, whole: Sides, kept: Sides): Joined {
  const { left, right } = { left: new Set(kept.left), right: new Map(kept.right.map((column, index) => [column, index])) };
  return {
    schema: schema.filter((column, index) => (index < whole.left.length ? left.has(column) : right.has(whole.right[added[index - whole.left.length]!]!))),
    added: added.flatMap((index) => right.get(whole.right[index]!) ?? []),
  };
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

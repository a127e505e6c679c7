import { freeName } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import type { Schema } from '../../kit/schema.ts';

export interface Unpivoted {
  readonly schema: Schema;
  /** The places of the columns that are repeated, and of those that become rows. */
  readonly kept: readonly number[];
  readonly turned: readonly number[];
}

interface UnpivotSettings {
  readonly columns: readonly string[];
  readonly nameColumn: string;
  readonly valueColumn: string;
}

export function unpivotedSchema({ columns, nameColumn, valueColumn }: UnpivotSettings, upstream: Schema): Unpivoted {
  const turned = columns.map((name) => findColumn(upstream, name)).filter((index) => index >= 0);
  const kept = upstream.map((_, index) => index).filter((index) => !turned.includes(index));
  const types = new Set(turned.map((index) => upstream[index]!.type));
  const names = new Set(kept.map((index) => upstream[index]!.name));
  const name = freeName(nameColumn, names);
  const value = freeName(valueColumn, new Set([...names, name]));
  const [only = 'text'] = types;
  const schema: Schema = [...kept.map((index) => upstream[index]!), { name, type: 'text' }, { name: value, type: types.size === 1 ? only : 'text' }];
  return { schema, kept, turned };
}

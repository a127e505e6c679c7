import { findColumn } from '../../kit/formula/columns.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';

export const totalFunctions = [
  { value: 'count', title: 'Count of rows' },
  { value: 'countDistinct', title: 'Count of different values' },
  { value: 'sum', title: 'Sum' },
  { value: 'average', title: 'Average' },
  { value: 'min', title: 'Smallest' },
  { value: 'max', title: 'Largest' },
  { value: 'first', title: 'First' },
  { value: 'last', title: 'Last' },
  { value: 'list', title: 'List of values' },
] as const;
export type TotalFunction = (typeof totalFunctions)[number]['value'];

export interface Total {
  readonly total: TotalFunction;
  readonly of: string;
  readonly name: string;
}

export function needsColumn(total: TotalFunction): boolean {
  return total !== 'count';
}

/** The name of a total's column: `count`, `sum of Amount`, or the one it was given. */
export function totalName({ total, of, name }: Total): string {
  if (name.trim() !== '') return name;
  return needsColumn(total) ? `${total} of ${of}` : total;
}

/** The columns rows are grouped by, then the totals. */
export function aggregatedSchema(schema: Schema, groupBy: readonly string[], totals: readonly Total[]): Schema {
  const groups = groupBy.flatMap((name) => schema[findColumn(schema, name)] ?? []);
  const results = totals.map((total): ColumnSpec => {
    const isOfColumn = ['min', 'max', 'first', 'last'].includes(total.total);
    const type = isOfColumn ? (schema[findColumn(schema, total.of)]?.type ?? 'text') : total.total === 'list' ? 'text' : 'number';
    return { name: totalName(total), type };
  });
  return [...groups, ...results];
}

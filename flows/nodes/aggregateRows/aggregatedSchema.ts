import { findColumn } from '../../kit/formula/columns.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';
import { totalType, type TotalFunction } from '../../kit/totalFunctions.ts';

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
    return { name: totalName(total), type: totalType(total.total, schema[findColumn(schema, total.of)]?.type ?? 'text') };
  });
  return [...groups, ...results];
}

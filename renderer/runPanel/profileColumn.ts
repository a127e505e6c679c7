import type { Cell, ColumnType } from '../../flows/kit/schema.ts';

export interface ColumnProfile {
  readonly rows: number;
  readonly empty: number;
  readonly distinct: number;
  /** The least and the greatest value, in the order of the type; undefined where every row is empty. */
  readonly least: Cell | undefined;
  readonly greatest: Cell | undefined;
  /** The values that come most often, with how often; at most `topValues`. */
  readonly top: readonly { readonly value: Cell; readonly count: number }[];
}

const topValues = 6;

/** What a column holds over the rows that were kept. */
export function profileColumn(rows: readonly (readonly Cell[])[], index: number): ColumnProfile {
  const counts = new Map<Cell, number>();
  let empty = 0;
  let least: Cell | undefined;
  let greatest: Cell | undefined;
  for (const row of rows) {
    const value = row[index] ?? null;
    if (value === null) {
      empty += 1;
      continue;
    }
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (least === undefined || compareCells(value, least) < 0) least = value;
    if (greatest === undefined || compareCells(value, greatest) > 0) greatest = value;
  }
  const top = [...counts]
    .sort(([a, many], [b, more]) => more - many || compareCells(a, b))
    .slice(0, topValues)
    .map(([value, count]) => ({ value, count }));
  return { rows: rows.length, empty, distinct: counts.size, least, greatest, top };
}

/** Numbers by size, texts as a dictionary has them, false before true; empty cells last. */
export function compareCells(a: Cell, b: Cell): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return dictionary.compare(String(a), String(b));
}

const dictionary = new Intl.Collator('en', { numeric: true });

/** Whether least and greatest say something of a column of this type. */
export function hasRange(type: ColumnType): boolean {
  return type !== 'text' && type !== 'boolean';
}

import { rejectedColumns } from '../../flows/kit/defineNode.ts';
import type { Cell } from '../../flows/kit/schema.ts';
import type { Sample } from './useSample.ts';

interface RejectedGroup {
  readonly code: Cell;
  readonly count: number;
  /** What was said of the first such row. */
  readonly example: string;
}

/** Rejected rows by their error code, the most frequent first. */
export function groupRejected(schema: Sample['schema'], rows: readonly (readonly Cell[])[]): RejectedGroup[] {
  const [code, message] = rejectedColumns.map((column) => schema.findIndex(({ name }) => name === column.name)) as [number, number];
  const groups = new Map<Cell, { count: number; example: string }>();
  for (const row of rows) {
    const key = row[code] ?? null;
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { count: 1, example: String(row[message] ?? '') });
  }
  return [...groups].map(([code, group]) => ({ code, ...group })).sort((a, b) => b.count - a.count);
}

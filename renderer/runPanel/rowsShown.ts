import type { Cell } from '../../flows/kit/schema.ts';
import { compareCells } from './profileColumn.ts';

export interface GridSort {
  readonly column: number;
  readonly isDown: boolean;
}

export interface OnlyRows {
  readonly column: number;
  readonly value: Cell;
  /** Of those, only these: rows rejected for one cause share their code with others. */
  readonly rows?: ReadonlySet<number> | undefined;
}

export interface GridFilter {
  /** Rows that have it somewhere, whatever the case; blank: all. */
  readonly text: string;
  /** Rows whose cell is exactly this. */
  readonly only?: OnlyRows | undefined;
}

/** The numbers of the rows to show, in the order to show them. Empty cells stay last whichever way it is sorted; equal rows keep their order. */
export function rowsShown(rows: readonly (readonly Cell[])[], filter: GridFilter, sort: GridSort | undefined): number[] {
  const text = filter.text.trim().toLowerCase();
  const { only } = filter;
  const found: number[] = [];
  for (const [index, row] of rows.entries()) {
    if (only && ((row[only.column] ?? null) !== only.value || only.rows?.has(index) === false)) continue;
    if (text === '' || row.some((cell) => cell !== null && String(cell).toLowerCase().includes(text))) found.push(index);
  }
  if (!sort) return found;
  const cell = (index: number): Cell => rows[index]![sort.column] ?? null;
  return found.sort((a, b) => {
    const order = compareCells(cell(a), cell(b));
    return sort.isDown && cell(a) !== null && cell(b) !== null ? -order : order;
  });
}

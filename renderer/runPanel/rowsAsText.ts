import type { Cell } from '../../flows/kit/schema.ts';

type Rows = readonly (readonly Cell[])[];

/** Rows as a spreadsheet pastes them: cells between tabs, a line each. */
export function rowsAsTabs(names: readonly string[], rows: Rows): string {
  return [names, ...rows].map((cells) => cells.map((cell) => String(cell ?? '').replaceAll(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
}

/** Rows as a CSV file, RFC 4180: quotes only where a cell needs them; blank cells are empty. */
export function rowsAsCsv(names: readonly string[], rows: Rows): string {
  return [names, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function quoted(cell: Cell): string {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

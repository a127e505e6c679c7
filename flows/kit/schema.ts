/**
 * The types a column can have, and how a cell of each is held in memory:
 * `text` string · `number` double · `boolean` boolean · `date` days since 1970-01-01 ·
 * `datetime` milliseconds since the epoch, UTC · `time` milliseconds since midnight.
 */
export const columnTypes = ['text', 'number', 'boolean', 'date', 'datetime', 'time'] as const;
export type ColumnType = (typeof columnTypes)[number];

/** One value. Blank is always `null`: Sluice has no empty text, as Salesforce has none. */
export type Cell = string | number | boolean | null;

export interface ColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
  /** What a person calls it, where that differs from the name. */
  readonly label?: string;
}

/** The columns of a batch or a port, in order. Names are unique. */
export type Schema = readonly ColumnSpec[];

const dayMs = 86_400_000;

/** The text of a cell as files and logs show it: ISO 8601 for dates, `true`/`false`, the shortest number that reads back. */
export function formatCell(type: ColumnType, value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'number' || type === 'number') return String(value);
  if (type === 'date') return new Date(value * dayMs).toISOString().slice(0, 10);
  const iso = new Date(type === 'time' ? value : value).toISOString();
  return type === 'time' ? iso.slice(11) : iso;
}

/** A cell as JSON carries it to the window and to reports. Dates become ISO text; the rest stays as it is. */
export function jsonCell(type: ColumnType, value: Cell): Cell {
  return typeof value === 'number' && type !== 'number' ? formatCell(type, value) : value;
}

/** The cell that `jsonCell` wrote: dates and times become numbers again. */
export function cellFromJson(type: ColumnType, value: Cell): Cell {
  if (typeof value !== 'string' || type === 'text') return value;
  if (type === 'date') return Date.parse(value) / dayMs;
  return Date.parse(type === 'time' ? `1970-01-01T${value}` : value);
}

import { AppError } from '../../kit/errors.ts';
import type { ColumnType } from '../../kit/schema.ts';

const wanted: Readonly<Record<Exclude<ColumnType, 'text'>, readonly [phrase: string, hint: string]>> = {
  number: ['a number', 'Numbers are written 1234.5: digits and a point.'],
  boolean: ['true or false', 'Also yes and no, 1 and 0.'],
  date: ['a date', 'Dates are written 2026-01-31.'],
  datetime: ['a date and time', 'They are written 2026-01-31T14:05:00Z; without a zone they count as UTC.'],
  time: ['a time', 'Times are written 14:05 or 14:05:30.'],
};

const longestShown = 60;

/** Says that a cell does not fit the type that its column was declared to have. `place` is where it stands: `line 3`, `record 17`. */
export function cellFault(column: string, type: Exclude<ColumnType, 'text'>, text: string | null, place: string): AppError {
  const [phrase, hint] = wanted[type];
  const value = text ?? '';
  const shown = value.length > longestShown ? `${value.slice(0, longestShown)}…` : value;
  return new AppError('row', 'cellType', { message: `${column} is "${shown}", which is not ${phrase} (${place}).`, hint, data: { column, place } });
}

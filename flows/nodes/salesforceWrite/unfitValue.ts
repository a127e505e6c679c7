import { columnTypeOf, type FieldDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell } from '../../kit/schema.ts';

/** What a value is that does not fit, as the end of a sentence, and how one in normal form looks that does. */
const shapes: Readonly<Record<string, readonly [otherwise: string, fits: (value: Exclude<Cell, null>) => boolean]>> = {
  number: ['no number', (value) => typeof value === 'number'],
  boolean: ['neither true nor false', (value) => typeof value === 'boolean'],
  date: ['no date (2026-01-31)', (value) => /^\d{4}-\d\d-\d\d$/.test(String(value))],
  datetime: ['no date and time (2026-01-31T14:05:00Z)', (value) => !Number.isNaN(Date.parse(String(value)))],
};

/**
 * Why a value in normal form cannot be what its field holds; undefined where it can. An org does not even read a call with such a value in
 * it ("JSON_PARSER_ERROR"), so that finding the row would take a call for each half of it, and half of that.
 */
export function unfitValue(value: Cell, field: FieldDescribe | undefined): AppError | undefined {
  const shape = field && shapes[columnTypeOf(field)];
  if (!shape || value === null || shape[1](value)) return undefined;
  return new AppError('row', 'valueUnfit', {
    message: `${field.name} is "${String(value)}", which is ${shape[0]}.`,
    hint: 'Correct the row, or turn the column into that type first, with "Parse values".',
    data: { fields: [field.name] },
  });
}

import type { ColumnType } from '../../kit/schema.ts';
import { parseCell } from './parseCell.ts';

/** So many good rows are looked at. */
export const guessRows = 2000;
export const exampleCount = 3;

const kinds: readonly (readonly [Exclude<ColumnType, 'text'>, RegExp])[] = [
  ['number', /^-?(0|[1-9]\d*)(\.\d+)?$/],
  ['boolean', /^(true|false)$/i],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['datetime', /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?$/],
];
const mostDigits = 15;

/**
 * The type that all these values have. A number must lose nothing by being one: codes with leading zeros or signs, and long ids, stay text.
 */
export function guessType(values: readonly string[]): ColumnType {
  if (values.length === 0) return 'text';
  const fits = ([type, pattern]: (typeof kinds)[number]) => values.every((value) => pattern.test(value) && (type !== 'number' || keepsDigits(value)) && isValue(type, value));
  return kinds.find(fits)?.[0] ?? 'text';
}

/** Whether a number has no more significant digits than a double keeps. */
export function keepsDigits(text: string): boolean {
  return text.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '').length <= mostDigits;
}

function isValue(type: Exclude<ColumnType, 'text'>, text: string): boolean {
  return !Number.isNaN(parseCell[type](Buffer.from(text), 0, text.length));
}

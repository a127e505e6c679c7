import type { StoredValue } from '../records/readField.ts';
import type { Field } from '../schema/objectType.ts';

/** A day or a moment, in ms since 1970; a day is its midnight in UTC. */
export interface FormulaTime {
  readonly kind: 'day' | 'moment';
  readonly ms: number;
}

/** Text without anything in it is `''`; numbers, days and moments that are not there are null. */
export type FormulaValue = string | number | boolean | FormulaTime | null;

/** A formula cannot be worked out for a record, as a division by zero: a real org refuses the record then. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError';
}

export const dayMs = 86_400_000;

/** What a formula sees of a stored value: a percentage is a fraction there. */
export function formulaValue(field: Field, stored: StoredValue): FormulaValue {
  switch (field.type) {
    case 'boolean':
      return stored === 1;
    case 'percent':
      return stored === null ? null : Number(stored) / 100;
    case 'int':
    case 'double':
    case 'currency':
      return stored;
    case 'date':
      return stored === null ? null : { kind: 'day', ms: Date.parse(`${stored}T00:00:00Z`) };
    case 'datetime':
      return stored === null ? null : { kind: 'moment', ms: Date.parse(String(stored).replace('+0000', 'Z')) };
    default:
      return stored ?? '';
  }
}

export const isBlank = (value: FormulaValue): boolean => value === null || value === '';

export const isTime = (value: FormulaValue): value is FormulaTime => typeof value === 'object' && value !== null;

/** Numbers, days and moments as numbers; undefined where there is none to compare or to reckon with. */
export function numberOf(value: FormulaValue): number | undefined {
  if (isTime(value)) return value.ms;
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
}

export function textOf(value: FormulaValue): string {
  if (value === null) return '';
  if (!isTime(value)) return String(value);
  const date = new Date(value.ms);
  // Beyond the year 275,760 there are no days.
  if (Number.isNaN(date.getTime())) return '';
  const iso = date.toISOString();
  return value.kind === 'day' ? iso.slice(0, 10) : `${iso.slice(0, 19).replace('T', ' ')}Z`;
}

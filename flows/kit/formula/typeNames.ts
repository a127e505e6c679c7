import type { ColumnType } from '../schema.ts';
import type { FormulaType } from './syntax.ts';

const names: Readonly<Record<FormulaType, string>> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  datetime: 'a date and time',
  time: 'a time',
  null: 'blank',
};

/** A type as messages say it: `a text`, `true or false`. */
export function sayType(type: FormulaType): string {
  return names[type];
}

export function sayTypes(types: readonly ColumnType[]): string {
  return types.map(sayType).join(' or ');
}

const conversions: Readonly<Partial<Record<ColumnType, Readonly<Partial<Record<FormulaType, string>>>>>> = {
  text: { number: 'TEXT', boolean: 'TEXT', date: 'TEXT', datetime: 'TEXT', time: 'TEXT' },
  number: { text: 'VALUE' },
  date: { text: 'DATEVALUE', datetime: 'DATEVALUE' },
  datetime: { text: 'DATETIMEVALUE', date: 'DATETIMEVALUE' },
  time: { text: 'TIMEVALUE', datetime: 'TIMEVALUE' },
};

/** How to make a value of one type from another in a formula; undefined where there is no way. */
export function conversionHint(written: string, from: FormulaType, to: ColumnType): string | undefined {
  const name = conversions[to]?.[from];
  if (name !== undefined) return `Write ${name}(${written}).`;
  return to === 'boolean' ? `Compare it with something: ${written} = …` : undefined;
}

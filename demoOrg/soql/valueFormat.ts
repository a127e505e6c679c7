import type { Field } from '../schema/objectType.ts';
import type { ValueFormat } from './recordShape.ts';

/** How FORMAT() shows the values of a field to somebody in the United States, whose clock stands in `timeZone`. A number that has no field is plain. */
export function valueFormat(field: Field | undefined, timeZone: string): ValueFormat {
  const show = formatterOf(field, timeZone);
  return (value) => (value === null ? null : show(value));
}

function formatterOf(field: Field | undefined, timeZone: string): (value: string | number) => string {
  switch (field?.type) {
    case undefined:
      return withNumber(new Intl.NumberFormat('en-US'));
    case 'currency':
      return withNumber(new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', ...digitsOf(field) }));
    case 'percent': {
      const number = new Intl.NumberFormat('en-US', { minimumFractionDigits: field.scale });
      return (value) => `${number.format(Number(value))}%`;
    }
    case 'int':
    case 'double':
      return withNumber(new Intl.NumberFormat('en-US', digitsOf(field)));
    case 'date': {
      const day = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' });
      return (value) => day.format(Date.parse(`${value}T00:00:00Z`));
    }
    case 'datetime': {
      const moment = new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'short', timeStyle: 'short' });
      return (value) => moment.format(Date.parse(String(value).replace('+0000', 'Z')));
    }
    default:
      return String;
  }
}

function digitsOf({ scale }: Field): Intl.NumberFormatOptions {
  return { minimumFractionDigits: scale, maximumFractionDigits: scale };
}

function withNumber(format: Intl.NumberFormat): (value: string | number) => string {
  return (value) => format.format(Number(value));
}

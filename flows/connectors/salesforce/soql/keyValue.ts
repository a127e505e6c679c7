import { formatCell, type Cell, type ColumnType } from '../../../kit/schema.ts';
import { columnTypeOf, type FieldDescribe } from '../objectDescribe.ts';
import { textLiteral } from './bindValues.ts';

/** A value that records are found by. */
export interface KeyValue {
  /** As a query writes it. */
  readonly literal: string;
  /** Equal for values that the org takes for the same. */
  readonly same: string;
}

const number = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * A cell as a value of a field; undefined where no value of that field can be written so ("abc" of a number). Ids of 15 and of 18 letters
 * are the same, and so are texts that differ in capitals, unless the field tells them apart. Source: SOQL Reference, "Comparison Operators".
 */
export function keyValue(field: FieldDescribe, value: Exclude<Cell, null>, type: ColumnType): KeyValue | undefined {
  const text = (typeof value === 'number' && type !== 'number' ? formatCell(type, value) : String(value)).trim();
  const plain = (literal: string): KeyValue => ({ literal, same: literal });
  switch (columnTypeOf(field)) {
    case 'number':
      return number.test(text) ? plain(String(Number(text))) : undefined;
    case 'boolean':
      return /^(true|false)$/i.test(text) ? plain(text.toLowerCase()) : undefined;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}/.test(text) ? plain(text.slice(0, 10)) : undefined;
    case 'datetime': {
      const ms = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
      return Number.isNaN(ms) ? undefined : plain(new Date(ms).toISOString());
    }
    case 'time':
      return /^\d{2}:\d{2}:\d{2}/.test(text) ? plain(text.endsWith('Z') ? text : `${text}Z`) : undefined;
    case 'text':
      if (field.type === 'id' || field.type === 'reference') return /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(text) ? { literal: `'${text}'`, same: text.slice(0, 15) } : undefined;
      return { literal: textLiteral(text), same: field.caseSensitive === true ? text : text.toLowerCase() };
  }
}

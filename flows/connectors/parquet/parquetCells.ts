import { toJson, type SchemaElement, type SchemaTree } from 'hyparquet';
import type { ParquetParsers } from 'hyparquet/src/types.js';
import { AppError } from '../../kit/errors.ts';
import type { Cell, ColumnType } from '../../kit/schema.ts';

/** A column of a Parquet file: its type here, and how a value that the library read becomes a cell. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: ColumnType;
  cell(value: unknown): Cell;
}

/** The library's dates as numbers, and JSON as the text it is. */
export const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (micros) => Number(micros / 1000n),
  timestampFromNanoseconds: (nanos) => Number(nanos / 1_000_000n),
  dateFromDays: (days) => days,
  jsonFromBytes: (bytes) => (bytes as Uint8Array | undefined) && new TextDecoder().decode(bytes),
};

export function parquetColumn({ element, children }: SchemaTree): ParquetColumn {
  const { name } = element;
  if (children.length > 0 || element.repetition_type === 'REPEATED') return { name, type: 'text', cell: (value) => (value === null || value === undefined ? null : JSON.stringify(toJson(value))) };
  const type = typeOf(element);
  return { name, type, cell: cellReader(type, element) };
}

/** Parquet's logical types, and the converted types of older files (Parquet Logical Type Definitions). */
function typeOf({ type, converted_type: converted, logical_type: logical }: SchemaElement): ColumnType {
  if (type === 'BOOLEAN') return 'boolean';
  if (converted === 'DATE' || logical?.type === 'DATE') return 'date';
  if (type === 'INT96' || converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS' || logical?.type === 'TIMESTAMP') return 'datetime';
  if (converted === 'TIME_MILLIS' || converted === 'TIME_MICROS' || logical?.type === 'TIME') return 'time';
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL' || logical?.type === 'FLOAT16') return 'number';
  return type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY' ? 'text' : 'number';
}

function cellReader(type: ColumnType, element: SchemaElement): (value: unknown) => Cell {
  if (type === 'time') {
    const { logical_type: logical } = element;
    const unit = logical?.type === 'TIME' ? logical.unit : element.converted_type === 'TIME_MICROS' ? 'MICROS' : 'MILLIS';
    const perMs = { MILLIS: 1, MICROS: 1000, NANOS: 1_000_000 }[unit];
    return (value) => (value === null || value === undefined ? null : Math.floor(Number(value) / perMs));
  }
  const scale = element.scale ?? (element.logical_type?.type === 'DECIMAL' ? element.logical_type.scale : 0);
  const isDecimal = element.converted_type === 'DECIMAL' || element.logical_type?.type === 'DECIMAL';
  return (value) => {
    if (value === null || value === undefined) return null;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return null;
      // The library multiplies by a power of ten, which is not exact.
      return isDecimal ? Number(value.toFixed(Math.min(100, scale))) : value;
    }
    if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    return JSON.stringify(toJson(value));
  };
}

/** A whole number that a double does not keep, in a column that was declared to be of numbers. */
export function numberTooLong(name: string, digits: string, place: string): AppError {
  return new AppError('row', 'numberTooLong', { message: `${name} is ${digits}, of which a number does not keep all digits (${place}).`, hint: 'Read the column as text.' });
}

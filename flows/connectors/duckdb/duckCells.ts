import {
  BOOLEAN,
  DATE,
  DOUBLE,
  DuckDBDateValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBTypeId,
  JsonDuckDBValueConverter,
  TIME,
  TIMESTAMP,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { AppError } from '../../kit/errors.ts';
import type { Cell, ColumnType } from '../../kit/schema.ts';

/** The type of a table's column for each of ours. Times of day and moments are UTC, as ours are. */
export const duckTypes: Readonly<Record<ColumnType, DuckDBType>> = { text: VARCHAR, number: DOUBLE, boolean: BOOLEAN, date: DATE, datetime: TIMESTAMP, time: TIME };

/** A cell as DuckDB takes it. */
export function duckValue(type: ColumnType, value: Cell): DuckDBValue {
  if (typeof value !== 'number' || type === 'number') return value;
  if (type === 'date') return new DuckDBDateValue(value);
  return type === 'datetime' ? new DuckDBTimestampValue(BigInt(Math.round(value)) * 1000n) : new DuckDBTimeValue(BigInt(Math.round(value)) * 1000n);
}

/** How a column of a result is read. */
export interface DuckReader {
  readonly type: ColumnType;
  /** Throws kind `settings` for a number that does not fit. */
  read(value: DuckDBValue): Cell;
}

const wholeNumbers = new Set([
  DuckDBTypeId.TINYINT, DuckDBTypeId.SMALLINT, DuckDBTypeId.INTEGER, DuckDBTypeId.UTINYINT, DuckDBTypeId.USMALLINT, DuckDBTypeId.UINTEGER,
  DuckDBTypeId.BIGINT, DuckDBTypeId.UBIGINT, DuckDBTypeId.HUGEINT, DuckDBTypeId.UHUGEINT,
]);

/** The milliseconds of each kind of moment: DuckDB has types for seconds, milli-, micro- and nanoseconds. */
const momentReaders: Readonly<Partial<Record<DuckDBTypeId, (value: object) => number>>> = {
  [DuckDBTypeId.TIMESTAMP]: (value) => fraction(part(value, 'micros'), 1000),
  [DuckDBTypeId.TIMESTAMP_TZ]: (value) => fraction(part(value, 'micros'), 1000),
  [DuckDBTypeId.TIMESTAMP_NS]: (value) => fraction(part(value, 'nanos'), 1_000_000),
  [DuckDBTypeId.TIMESTAMP_MS]: (value) => Number(part(value, 'millis')),
  [DuckDBTypeId.TIMESTAMP_S]: (value) => Number(part(value, 'seconds')) * 1000,
};

/**
 * How the cells of a result's column become ours: whole numbers, decimals and floats are numbers, every kind of timestamp a moment in whole
 * milliseconds; lists, structs and what else we have no type for become text, nested ones as JSON.
 */
export function duckReader(name: string, type: DuckDBType): DuckReader {
  const { typeId } = type;
  if (wholeNumbers.has(typeId)) return { type: 'number', read: (value) => wholeNumber(name, value) };
  if (typeId === DuckDBTypeId.DOUBLE || typeId === DuckDBTypeId.FLOAT) return { type: 'number', read: (value) => finite(name, value) };
  if (typeId === DuckDBTypeId.DECIMAL) return { type: 'number', read: (value) => (value === null ? null : Number(String(value))) };
  if (typeId === DuckDBTypeId.BOOLEAN) return { type: 'boolean', read: (value) => value as boolean | null };
  if (typeId === DuckDBTypeId.DATE) return { type: 'date', read: (value) => (value === null ? null : (value as DuckDBDateValue).days) };
  if (typeId === DuckDBTypeId.TIME) return { type: 'time', read: (value) => (value === null ? null : fraction((value as DuckDBTimeValue).micros, 1000)) };
  const moment = momentReaders[typeId];
  if (moment) return { type: 'datetime', read: (value) => (value === null ? null : moment(value as object)) };
  return { type: 'text', read: (value) => (value === null || value === '' ? null : typeof value === 'string' ? value : textOf(value, type)) };
}

function textOf(value: DuckDBValue, type: DuckDBType): string {
  const json = JsonDuckDBValueConverter(value, type, JsonDuckDBValueConverter);
  return typeof json === 'string' ? json : JSON.stringify(json);
}

function wholeNumber(name: string, value: DuckDBValue): number | null {
  if (value === null) return null;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new AppError('settings', 'sqlNumber', {
    message: `The query gives ${String(value)} in "${name}", and numbers of more than 15 digits would lose their last ones.`,
    hint: 'Cast the column to VARCHAR to keep it as text, or to DOUBLE where the last digits do not matter.',
    where: { path: ['query'] },
  });
}

function finite(name: string, value: DuckDBValue): number | null {
  if (value === null || Number.isFinite(value)) return value as number | null;
  throw new AppError('settings', 'sqlNumber', {
    message: `The query gives ${String(value)} in "${name}", which is no number.`,
    hint: 'Keep it out with CASE or NULLIF.',
    where: { path: ['query'] },
  });
}

function part(value: object, name: string): bigint {
  return (value as Readonly<Record<string, bigint>>)[name]!;
}

/** Whole milliseconds; what is finer is cut off towards the past. */
function fraction(value: bigint, per: number): number {
  return Math.floor(Number(value) / per);
}

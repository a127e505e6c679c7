import type { Cell, ColumnType, Schema } from '../../kit/schema.ts';

/** What to do with the value of a key: it fills a column, its own keys do, or both may be. */
interface Place {
  column: number;
  keys: Map<string, Place> | undefined;
}

/** Takes a cell that was found: the position of its column, its value and what it is. */
export type TakeCell = (column: number, value: Cell, type: ColumnType) => void;

/**
 * Where the columns of a schema lie in a record: `Address.City` is the key of that name, or the key `City` of the object `Address`.
 * An object or array that fills a column does so as JSON text.
 */
export class RecordShape {
  readonly #keys = new Map<string, Place>();

  constructor(schema: Schema) {
    for (const [column, { name }] of schema.entries()) {
      const parts = name.split('.');
      let keys = this.#keys;
      for (const [depth, part] of parts.entries()) {
        const place = placeOf(keys, part);
        if (depth === parts.length - 1) place.column = column;
        else keys = place.keys ??= new Map();
      }
      if (parts.length > 1) placeOf(this.#keys, name).column = column;
    }
  }

  read(record: Readonly<Record<string, unknown>>, take: TakeCell): void {
    walk(record, this.#keys, take);
  }
}

function placeOf(keys: Map<string, Place>, key: string): Place {
  let place = keys.get(key);
  if (!place) keys.set(key, (place = { column: -1, keys: undefined }));
  return place;
}

function walk(record: Readonly<Record<string, unknown>>, keys: ReadonlyMap<string, Place>, take: TakeCell): void {
  for (const key in record) {
    const place = keys.get(key);
    if (!place) continue;
    const value = record[key];
    if (place.column >= 0) takeValue(place.column, value, take);
    if (place.keys && isObject(value)) walk(value, place.keys, take);
  }
}

function takeValue(column: number, value: unknown, take: TakeCell): void {
  if (typeof value === 'string') take(column, value, 'text');
  else if (typeof value === 'number') take(column, value, 'number');
  else if (typeof value === 'boolean') take(column, value, 'boolean');
  else if (value !== null && value !== undefined) take(column, JSON.stringify(value), 'text');
}

/** The columns that a record would fill, each with its value: nested objects as `Address.City`, or as JSON text when they are kept whole. */
export function recordCells(record: Readonly<Record<string, unknown>>, isFlat: boolean, take: (name: string, value: Cell, type: ColumnType) => void, prefix = ''): void {
  for (const key in record) {
    const value = record[key];
    const name = prefix + key;
    if (isFlat && isObject(value)) recordCells(value, isFlat, take, `${name}.`);
    else if (value === null || value === undefined) take(name, null, 'text');
    else takeValue(0, value, (_, cell, type) => take(name, cell, type));
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { AppError } from '../../kit/errors.ts';
import type { TextSource } from '../files/textSource.ts';
import { JsonCursor } from './jsonCursor.ts';

export type JsonLayout = 'array' | 'lines';

const comma = 44;
const colon = 58;
const openArray = 91;
const closeArray = 93;
const openObject = 123;
const closeObject = 125;

/** So many records are handed out at once. */
const recordsAtOnce = 1024;
const bytesAtOnce = 512 * 1024;

/**
 * The records of a JSON text, as bytes that hold until the next are asked for. `lines`: each line is one. `array`: the elements of the array
 * at `path` (keys from the outside in); without a path the outermost array, or outermost values one after another.
 * @throws AppError `settings` when there is no such place, or the text stops being JSON there
 */
export async function* jsonRecords(source: TextSource, name: string, layout: JsonLayout, path: readonly string[]): AsyncGenerator<readonly Buffer[]> {
  const cursor = new JsonCursor(source);
  let records: Buffer[] = [];
  let bytes = 0;
  const take = (record: Buffer): boolean => {
    records.push(record);
    bytes += record.length;
    return records.length < recordsAtOnce && bytes < bytesAtOnce;
  };
  const taken = (): Buffer[] => {
    const result = records;
    records = [];
    bytes = 0;
    return result;
  };
  if (layout === 'lines') {
    for (let line = await cursor.line(); line; line = await cursor.line()) if (!take(line)) yield taken();
  } else if ((await descend(cursor, name, path)) === openArray) {
    let count = 0;
    cursor.skip();
    for (let isFirst = true; ; isFirst = false) {
      let sign = await cursor.peek();
      if (sign === closeArray) break;
      if (!isFirst) {
        if (sign !== comma) throw stopped(name, count, sign);
        cursor.skip();
        sign = await cursor.peek();
      }
      if (sign === comma || sign === closeArray || sign === closeObject || sign === colon) throw stopped(name, count, sign);
      const record = await cursor.value();
      if (!record) throw stopped(name, count, undefined);
      count++;
      if (!take(record)) yield taken();
      else {
        const before = records.length;
        cursor.values(take);
        count += records.length - before;
        if (records.length >= recordsAtOnce || bytes >= bytesAtOnce) yield taken();
      }
    }
  } else {
    // One record, or without a path several, one after another.
    for (let count = 0; count === 0 || (path.length === 0 && (await cursor.peek()) !== undefined); count++) {
      const record = await cursor.value();
      if (!record) throw stopped(name, count, undefined);
      if (!take(record)) yield taken();
    }
  }
  yield taken();
}

/** Goes to the value at the path; gives its first sign. */
async function descend(cursor: JsonCursor, name: string, path: readonly string[]): Promise<number> {
  for (const [depth, key] of path.entries()) {
    const place = depth === 0 ? 'its outermost value' : `"${path.slice(0, depth).join('.')}"`;
    if ((await cursor.peek()) !== openObject) throw noPath(name, path, `${place} is no object`);
    cursor.skip();
    for (;;) {
      const sign = await cursor.peek();
      if (sign === undefined || sign === closeObject) throw noPath(name, path, `${place} has no "${key}"`);
      if (sign === comma) {
        cursor.skip();
        continue;
      }
      const found = keyOf((await cursor.value()) ?? Buffer.alloc(0));
      if (found === undefined || (await cursor.peek()) !== colon) throw stopped(name, 0, sign);
      cursor.skip();
      if (found === key) break;
      if (!(await cursor.value())) throw stopped(name, 0, undefined);
    }
  }
  const sign = await cursor.peek();
  if (sign === openArray || sign === openObject) return sign;
  if (sign === undefined) throw new AppError('settings', 'fileEmpty', { message: `${name} is empty: there are no records in it. Choose another file.` });
  throw noPath(name, path, path.length === 0 ? 'it begins with neither [ nor {' : `"${path.join('.')}" is neither an array nor an object`);
}

function keyOf(bytes: Buffer): string | undefined {
  try {
    const key: unknown = JSON.parse(bytes.toString());
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}

function noPath(name: string, path: readonly string[], why: string): AppError {
  const message = path.length === 0 ? `${name} is no JSON: ${why}.` : `There are no records at "${path.join('.')}" in ${name}: ${why}.`;
  return new AppError('settings', 'jsonNoRecords', { message, hint: 'Pick the path to the records, or leave it blank for an array that is the whole file.', where: { path: ['path'] } });
}

function stopped(name: string, count: number, sign: number | undefined): AppError {
  const found = sign === undefined ? 'it ends there' : `there is ${JSON.stringify(String.fromCharCode(sign))} where a record, a comma or ] must stand`;
  return new AppError('settings', 'jsonStops', { message: `${name} stops being JSON after ${count === 1 ? 'its first record' : `${count} records`}: ${found}.`, hint: 'Correct the file, or get it once more.' });
}

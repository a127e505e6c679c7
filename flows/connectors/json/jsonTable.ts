import { isUtf8 } from 'node:buffer';
import { AppError } from '../../kit/errors.ts';
import { findEncoding } from '../files/encoding.ts';
import { guessRows } from '../files/guessType.ts';
import { openInput, readFully, type InputFile } from '../files/inputFile.ts';
import type { OpenTable, TableCursor, TablePart } from '../files/openTable.ts';
import { RecordColumns } from '../files/recordColumns.ts';
import { RecordGuess } from '../files/guessRecords.ts';
import { openText } from '../files/textSource.ts';
import { jsonRecords, type JsonLayout } from './jsonRecords.ts';
import { isObject, recordCells, RecordShape } from './recordShape.ts';

export interface JsonOptions {
  /** `auto`: lines where the file's name ends with .ndjson or .jsonl. */
  readonly layout: JsonLayout | 'auto';
  /** Keys from the outside in, with points between; blank: the outermost array. */
  readonly path: string;
  /** Nested objects become columns such as `Address.City`; else each is one column of JSON text. Declared columns may be of both kinds. */
  readonly isFlat: boolean;
}

/** A JSON file as rows: one for each record. Only a piece of the file is in memory. */
export async function openJsonTable(path: string, options: JsonOptions): Promise<OpenTable> {
  const input = await openInput(path);
  try {
    const file = await describe(input, options);
    const guess = await guessColumns(file, options.isFlat);
    return {
      name: input.name,
      columns: guess.names.map((name) => ({ name, type: 'text' })),
      isSampled: true,
      read: (schema, from) => readRecords(file, schema, from),
      guess: () => Promise.resolve(guess.result()),
      share: () => input.share(),
      close: () => input.close(),
    };
  } catch (thrown) {
    await input.close();
    throw thrown;
  }
}

interface JsonFile {
  readonly name: string;
  readonly layout: JsonLayout;
  records(): AsyncIterable<readonly Buffer[]>;
}

async function describe(input: InputFile, options: JsonOptions): Promise<JsonFile> {
  const head = Buffer.alloc(4096);
  const length = await readFully(input.reader(), head);
  const encoding = findEncoding(head.subarray(0, length), length < head.length, 'utf-8', input.name, 'JSON');
  const layout = options.layout !== 'auto' ? options.layout : /\.(ndjson|jsonl)(\.gz)?$/i.test(input.name) ? 'lines' : 'array';
  const keys = options.path.trim() === '' ? [] : options.path.trim().split('.');
  return { name: input.name, layout, records: () => jsonRecords(openText(input, encoding, 0), input.name, layout, keys) };
}

async function guessColumns(file: JsonFile, isFlat: boolean): Promise<RecordGuess> {
  const guess = new RecordGuess(true);
  let rows = 0;
  for await (const records of file.records()) {
    for (const bytes of records.slice(0, guessRows - rows)) {
      const record = parse(bytes);
      if (!(record instanceof Error) && isObject(record)) recordCells(record, isFlat, (name, value, type) => guess.add(name, value, type));
    }
    rows += records.length;
    if (rows >= guessRows) break;
  }
  return guess;
}

async function* readRecords(file: JsonFile, schema: Parameters<OpenTable['read']>[0], from: TableCursor): AsyncGenerator<TablePart> {
  const shape = new RecordShape(schema);
  const columns = new RecordColumns(schema);
  const isText = schema.map(({ type }) => type === 'text');
  let seen = Number(from['record'] ?? 0);
  let toSkip = seen;
  let ordinal = from.ordinal;
  let line = 0;
  for await (const records of file.records()) {
    for (const bytes of records) {
      line++;
      if (file.layout === 'lines' && isBlank(bytes)) continue;
      if (toSkip > 0) {
        toSkip--;
        continue;
      }
      seen++;
      const place = (): string => (file.layout === 'lines' ? `line ${line}` : `record ${seen}`);
      const record = parse(bytes);
      if (record instanceof Error || !isObject(record)) columns.fault(notARecord(bytes, record, place()));
      else {
        let hasLongNumber = false;
        shape.read(record, (column, value, type) => {
          if (type === 'number' && isText[column] && !Number.isSafeInteger(value) && Math.abs(value as number) >= 2 ** 53) hasLongNumber = true;
          else columns.set(column, value, type, place);
        });
        // A double does not keep all digits of a long number, and a text must.
        if (hasLongNumber) shape.read(parseExactly(bytes), (column, value, type) => isText[column] && columns.set(column, value, type, place));
      }
      columns.endRow();
    }
    if (columns.rowCount === 0) continue;
    const part = columns.take();
    ordinal += part.rowCount;
    yield { ...part, ordinal: ordinal - part.rowCount, cursor: { ordinal, record: seen } };
  }
}

/** The value, or the error that says why there is none. */
function parse(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) return new SyntaxError('it has bytes that are not UTF-8');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (thrown) {
    return thrown;
  }
}

/** The record with its long numbers as they are written. */
function parseExactly(bytes: Buffer): Record<string, unknown> {
  const keepLong = (_key: string, value: unknown, { source }: { source?: string }): unknown =>
    typeof value === 'number' && Math.abs(value) >= 2 ** 53 && source !== undefined ? source : value;
  // ECMAScript 2026: a reviver is given the source text of primitives; the library's types do not have it yet.
  return JSON.parse(bytes.toString('utf8'), keepLong as (key: string, value: unknown) => unknown) as Record<string, unknown>;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 32 || byte === 13 || byte === 9);
}

const longestShown = 60;

function notARecord(bytes: Buffer, found: unknown, place: string): AppError {
  const text = bytes.toString('utf8', 0, longestShown * 4);
  const shown = text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
  if (!(found instanceof SyntaxError)) return new AppError('row', 'jsonNotRecord', { message: `${shown} is no object with keys and values (${place}).`, hint: 'Check the path to the records.' });
  const why = found.message.startsWith('it has') ? `: ${found.message}` : '';
  return new AppError('row', 'jsonBroken', { message: `This is no JSON${why} (${place}): ${shown}` });
}

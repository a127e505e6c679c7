import { SaxesParser } from 'saxes';
import { AppError } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';
import { findEncoding, type Encoding } from '../files/encoding.ts';
import { RecordGuess } from '../files/guessRecords.ts';
import { guessRows } from '../files/guessType.ts';
import { openInput, readFully, type InputFile } from '../files/inputFile.ts';
import type { OpenTable, TableCursor, TablePart } from '../files/openTable.ts';
import { RecordColumns } from '../files/recordColumns.ts';
import { openText } from '../files/textSource.ts';
import { RecordTree } from './recordTree.ts';

const chunkBytes = 128 * 1024;

export interface XmlFile {
  readonly input: InputFile;
  readonly encoding: Encoding;
  /** Names of elements from the outermost in. Blank: each element in the outermost is a record. */
  readonly path: readonly string[];
}

/** What comes of the records of a file. */
export interface RecordHandler {
  /** A value of the record: an attribute, or the text of an element. `name` is its path in the record: `Address.City`, `@id`. */
  cell(name: string, text: string): void;
  end(): void;
}

/** An XML file as rows: one for each record element. Only a piece of the file is in memory. */
export async function openXmlTable(path: string, recordPath: string): Promise<OpenTable> {
  const input = await openInput(path);
  try {
    const file = { input, encoding: await encodingOf(input), path: recordPath.split('/').map((name) => name.trim()).filter((name) => name !== '') };
    const guess = await guessColumns(file);
    return {
      name: input.name,
      columns: guess.names.map((name) => ({ name, type: 'text' })),
      isSampled: true,
      read: (schema, from) => readRows(file, schema, from),
      guess: () => Promise.resolve(guess.result()),
      share: () => input.share(),
      close: () => input.close(),
    };
  } catch (thrown) {
    await input.close();
    throw thrown;
  }
}

/** A byte order mark decides, else what the file declares, else UTF-8 (XML 1.0, appendix F). */
export async function encodingOf(input: InputFile): Promise<Encoding> {
  const head = Buffer.alloc(1024);
  const length = await readFully(input.reader(), head);
  const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(head.toString('latin1', 0, length))?.[1] ?? 'utf-8';
  const encoding = findEncoding(head.subarray(0, length), length < head.length, declared, input.name, 'XML');
  if (length === encoding.markBytes) throw new AppError('settings', 'fileEmpty', { message: `${input.name} is empty: there are no records in it. Choose another file.` });
  return encoding;
}

/** Reads XML piece by piece; yields after each. Entities other than those of XML itself are a fault, so that none can grow or reach out. */
export async function* parseXml({ input, encoding }: Pick<XmlFile, 'input' | 'encoding'>, listen: (parser: SaxesParser) => void): AsyncGenerator<void> {
  const source = openText(input, encoding, 0);
  const parser = new SaxesParser();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  parser.on('error', (error) => {
    throw broken(input.name, parser.line, error.message.replace(/^(?:[^:]*:)?\d+:\d+: /, '').replace(/\.$/, ''));
  });
  listen(parser);
  const bytes = Buffer.allocUnsafe(chunkBytes);
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw broken(input.name, parser.line, 'it has bytes there that are not UTF-8');
    }
  };
  for (let length = -1; length !== 0; ) {
    length = await source.read(bytes, 0, chunkBytes);
    parser.write(decode(bytes.subarray(0, length)));
    if (length > 0) yield;
  }
  parser.write(decode()).close();
  yield;
}

/** Reads the records of a file, handing each value to `handler` as it comes; yields after each piece of the file. */
export async function* xmlRecords(file: XmlFile, handler: RecordHandler): AsyncGenerator<void> {
  const { path } = file;
  const recordDepth = path.length === 0 ? 2 : path.length;
  const tree = new RecordTree(handler);
  let depth = 0;
  /** How many of the outermost elements that are open are those of the path. */
  let fits = 0;
  let wasFound = false;
  yield* parseXml(file, (parser) => {
    parser.on('opentag', ({ name, attributes }) => {
      const local = localName(name);
      depth++;
      if (tree.isOpen) return tree.open(local, attributes);
      if (fits === depth - 1 && (path.length === 0 ? depth <= recordDepth : path[fits] === local)) fits++;
      if (fits !== recordDepth || depth !== recordDepth) return;
      wasFound = true;
      tree.begin(attributes);
    });
    parser.on('text', (text) => tree.text(text));
    parser.on('cdata', (text) => tree.text(text));
    parser.on('closetag', () => {
      if (tree.isOpen) tree.close();
      if (fits === depth) fits--;
      depth--;
    });
  });
  if (!wasFound && path.length > 0) throw new AppError('settings', 'xmlNoRecords', { message: `There is no element ${path.join('/')} in ${file.input.name}.`, hint: 'Pick the record element, or leave it blank for those right inside the outermost.', where: { path: ['record'] } });
}

async function guessColumns(file: XmlFile): Promise<RecordGuess> {
  const guess = new RecordGuess(false);
  let rows = 0;
  const reading = xmlRecords(file, {
    cell: (name, text) => rows < guessRows && guess.add(name, text, 'text'),
    end: () => void rows++,
  });
  for await (const _ of reading) if (rows >= guessRows) break;
  return guess;
}

async function* readRows(file: XmlFile, schema: Schema, from: TableCursor): AsyncGenerator<TablePart> {
  const columns = new RecordColumns(schema);
  const places = new Map(schema.map(({ name }, index) => [name, index]));
  let seen = 0;
  const toSkip = Number(from['record'] ?? 0);
  let ordinal = from.ordinal;
  const place = (): string => `record ${seen + 1}`;
  const reading = xmlRecords(file, {
    cell(name, text) {
      const column = seen < toSkip ? undefined : places.get(name);
      if (column !== undefined) columns.set(column, text, 'text', place);
    },
    end() {
      if (seen >= toSkip) columns.endRow();
      seen++;
    },
  });
  for await (const _ of reading) {
    if (columns.rowCount === 0) continue;
    const part = columns.take();
    ordinal += part.rowCount;
    yield { ...part, ordinal: ordinal - part.rowCount, cursor: { ordinal, record: seen } };
  }
}

/** A name without the prefix of its namespace. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function broken(name: string, line: number, why: string): AppError {
  return new AppError('settings', 'xmlBroken', { message: `${name} stops being XML in line ${line}: ${why}.`, hint: 'Correct the file, or get it once more.' });
}

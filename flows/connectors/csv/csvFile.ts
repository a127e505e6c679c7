import { AppError } from '../../kit/errors.ts';
import { findEncoding, type Encoding } from '../files/encoding.ts';
import { headerNames } from '../files/headerNames.ts';
import { openInput, readFully, type InputFile } from '../files/inputFile.ts';
import { openText } from '../files/textSource.ts';
import { CsvBlock } from './csvBlock.ts';
import type { CsvOptions } from './csvOptions.ts';
import { detectDelimiter } from './detectDelimiter.ts';
import type { Dialect } from './dialect.ts';
import { makeScanner } from './scan.ts';

/** What is known of a CSV file before its rows are read. */
export interface CsvFile {
  readonly input: InputFile;
  readonly encoding: Encoding;
  readonly dialect: Dialect;
  /** The columns' names, unique, in the order of the file. */
  readonly names: readonly string[];
  /** Where the first row of data begins: a byte of the text as UTF-8, and the line of the file, from 1. */
  readonly firstRow: { readonly byte: number; readonly line: number };
  readonly onFieldCount: CsvOptions['onFieldCount'];
}

const detectBytes = 64 * 1024;
/** The skipped lines and the header must lie within the first bytes. */
const headBytes = 1024 * 1024;
const mostColumns = 65_536;

/**
 * Opens a CSV file and finds out its encoding, dialect and columns. The caller closes `input`.
 * @throws AppError `settings` when it is missing, a folder, not readable, empty, no text, or has no header within its first MiB
 */
export async function openCsv(path: string, options: CsvOptions): Promise<CsvFile> {
  const input = await openInput(path);
  try {
    return await readHead(input, options);
  } catch (thrown) {
    await input.close();
    throw thrown;
  }
}

async function readHead(input: InputFile, options: CsvOptions): Promise<CsvFile> {
  const { name } = input;
  const raw = Buffer.allocUnsafe(detectBytes);
  const bytesRead = await readFully(input.reader(), raw);
  const encoding = findEncoding(raw.subarray(0, bytesRead), bytesRead < detectBytes, options.encoding, name);
  if (bytesRead === encoding.markBytes) throw new AppError('settings', 'fileEmpty', {
    message: `${name} is empty: there is not even a header. Choose another file.`,
  });

  const { text, isWhole } = await readText(input, encoding, Math.min(headBytes, bytesRead < detectBytes ? bytesRead * 3 + 64 : headBytes));
  const skipped = skipLines(text, options.skipLines);
  const body = text.subarray(skipped);
  const to = body.length - 1;
  const sampleEnd = Math.min(to, detectBytes);
  const sample = body.subarray(0, sampleEnd + 1);
  const delimiter = options.delimiter === 'auto' ? detectDelimiter(sample, sampleEnd, isWhole && to <= detectBytes, options.quote) : options.delimiter;
  const dialect = { delimiter, quote: options.quote };

  body[to] = 10;
  const space = { starts: new Int32Array(mostColumns), ends: new Int32Array(mostColumns), marks: new Uint8Array((to >> 6) + 1) };
  const first = makeScanner(dialect)(body, to, isWhole, mostColumns, space);
  if (first.rows === 0) throw noHeader(name, options.skipLines, isWhole);
  const width = first.odd[1] ?? 1;
  const block = new CsvBlock(body, { width, ...space }, dialect);
  const cells = Array.from({ length: width }, (_, field) => (options.header ? block.text(0, field) : null));
  const firstRow = options.header ? { byte: skipped + first.end, line: 1 + options.skipLines + first.lines } : { byte: skipped, line: 1 + options.skipLines };
  return { input, encoding, dialect, names: headerNames(cells), firstRow, onFieldCount: options.onFieldCount };
}

/** The first `length` bytes of the text, and one byte more for a scanner's line feed. */
async function readText(input: InputFile, encoding: Encoding, length: number): Promise<{ text: Buffer; isWhole: boolean }> {
  const source = openText(input, encoding, 0);
  const buffer = Buffer.allocUnsafe(length + 1);
  let filled = 0;
  while (length - filled >= 64) {
    const read = await source.read(buffer, filled, length - filled);
    if (read === 0) return { text: buffer.subarray(0, filled + 1), isWhole: true };
    filled += read;
  }
  return { text: buffer.subarray(0, filled + 1), isWhole: false };
}

function skipLines(text: Buffer, lines: number): number {
  let at = 0;
  for (let line = 0; line < lines && at < text.length - 1; line++) {
    while (at < text.length - 1 && text[at] !== 10 && text[at] !== 13) at++;
    at += text[at] === 13 && text[at + 1] === 10 ? 2 : 1;
  }
  return Math.min(at, text.length - 1);
}

function noHeader(name: string, skippedLines: number, isWhole: boolean): AppError {
  if (!isWhole) return new AppError('settings', 'csvRowTooLong', {
    message: `The first row of ${name} does not end within 1 MiB. Check the delimiter and the quote character.`,
  });
  const after = skippedLines > 0 ? ` after the ${skippedLines} skipped lines` : '';
  return new AppError('settings', 'fileEmpty', { message: `${name} has no rows${after}: there is not even a header. Choose another file.` });
}


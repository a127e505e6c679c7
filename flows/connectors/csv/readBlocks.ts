import { isUtf8 } from 'node:buffer';
import { batchRows } from '../../kit/batch.ts';
import { AppError } from '../../kit/errors.ts';
import { CsvBlock } from './csvBlock.ts';
import type { CsvFile } from './csvFile.ts';
import { lineCounter } from './lineCounter.ts';
import { openPlain, openSimd, type OpenScan, type OpenScanner } from './openScanner.ts';
import type { Scan, ScanSpace } from './scan.ts';
import { fileError } from '../files/fileError.ts';
import { openText } from '../files/textSource.ts';

/** Where reading can go on: a byte of the text as UTF-8 (without its byte order mark), the ordinal of the row there and its line. */
export interface CsvCursor extends Readonly<Record<string, number>> {
  readonly byte: number;
  readonly ordinal: number;
  readonly line: number;
}

/** Some rows of a file. Every row of the block counts; those in `faults` are bad, and their cells are what could be read. */
export interface CsvPart {
  readonly block: CsvBlock;
  readonly rowCount: number;
  readonly faults: ReadonlyMap<number, AppError>;
  /** The ordinal of the block's first row. */
  readonly ordinal: number;
  /** Where the row after the last one begins. */
  readonly cursor: CsvCursor;
  /** The line of the file, from 1, in which a row begins. Quickest when rows are asked for in ascending order. */
  lineOf(row: number): number;
}

export interface BlockSizes {
  /** Bytes read at once; each such piece has a buffer of its own, because blocks wait in channels. */
  readonly chunkBytes: number;
  readonly maxRows: number;
  /** A row longer than this ends the reading: most likely a quote was opened and never closed. Bounds the memory. */
  readonly maxRowBytes: number;
}

/**
 * Some 850 rows of contacts. What is done once a batch is done less often than with 120 KiB (the least CPU time of nine runs fell by 6 %, the medians were alike);
 * with 240 KiB a run takes 3 to 8 MiB more memory.
 */
export const blockSizes: BlockSizes = { chunkBytes: 180 * 1024, maxRows: batchRows * 2, maxRowBytes: 16 * 1024 * 1024 };

/** Room in front of a chunk for the row that the chunk before has cut. */
const carryBytes = 4096;
const maxCells = 65_536;

/**
 * Reads the rows of a file from `from` on, block by block, while the next chunk is on its way.
 * @param open the scanner for a file of more than one chunk
 */
export async function* readBlocks(file: CsvFile, from: CsvCursor = { ...file.firstRow, ordinal: 0 }, sizes = blockSizes, open: OpenScan = openSimd): AsyncGenerator<CsvPart> {
  const source = openText(file.input, file.encoding, from.byte);
  const width = file.names.length;
  const rowsAtOnce = Math.max(1, Math.min(sizes.maxRows, Math.floor(maxCells / width)));
  let scanner: OpenScanner | undefined;
  // Chunks grow with a row that does not end, since each is scanned from the beginning of its first row.
  const readChunk = (leastBytes = 0) => {
    const bytes = Math.max(sizes.chunkBytes, leastBytes);
    const buffer = Buffer.allocUnsafeSlow(carryBytes + bytes + 1);
    const reading = source.read(buffer, carryBytes, bytes).then((length) => ({ buffer, length }));
    // A fault is seen when the chunk's turn comes; until then it must not count as unhandled.
    reading.catch(() => undefined);
    return reading;
  };

  let cursor = from;
  let carry = Buffer.alloc(0);
  let coming = readChunk();
  try {
    for (;;) {
      const { buffer, length } = await coming;
      const isLast = length === 0;
      if (!isLast) coming = readChunk(carry.length);
      const chunk = withCarry(carry, buffer, length);
      const to = chunk.length - 1;
      chunk[to] = 10;
      scanner ??= (length < sizes.chunkBytes ? openPlain : open)(file.dialect, width, rowsAtOnce, carryBytes + sizes.chunkBytes + 1);
      let start = 0;
      while (start < to) {
        const rest = chunk.subarray(start);
        const found = scanner.scan(rest, to - start, isLast);
        if (found.rows > 0) {
          const part = makePart(file, rest.subarray(0, found.end), found, scanner.space, cursor);
          cursor = part.cursor;
          yield part;
        } else cursor = { ...cursor, byte: cursor.byte + found.end, line: cursor.line + found.lines };
        start += found.end;
        if (found.rows < rowsAtOnce) break;
      }
      if (isLast) return;
      carry = chunk.subarray(start, to);
      if (carry.length > sizes.maxRowBytes) throw rowTooLong(file, cursor.line, sizes.maxRowBytes);
    }
  } catch (thrown) {
    throw fileError(thrown, file.input.path, 'read');
  } finally {
    // The read-ahead must not outlive the file.
    await coming.catch(() => undefined);
  }
}

/** The cut row and the new bytes in one piece, with one byte more at the end. */
function withCarry(carry: Buffer, buffer: Buffer<ArrayBuffer>, length: number): Buffer<ArrayBuffer> {
  if (carry.length <= carryBytes) {
    const start = carryBytes - carry.length;
    carry.copy(buffer, start);
    return buffer.subarray(start, carryBytes + length + 1);
  }
  return Buffer.concat([carry, buffer.subarray(carryBytes, carryBytes + length + 1)]);
}

function makePart(file: CsvFile, bytes: Buffer, scan: Scan, space: ScanSpace, cursor: CsvCursor): CsvPart {
  const width = file.names.length;
  const cells = scan.rows * width;
  const offsets = { width, starts: space.starts.slice(0, cells), ends: space.ends.slice(0, cells), marks: space.marks.slice(0, (bytes.length >> 6) + 1) };
  const lineAt = lineCounter(bytes, cursor.line);
  const part = {
    block: new CsvBlock(bytes, offsets, file.dialect),
    rowCount: scan.rows,
    ordinal: cursor.ordinal,
    cursor: { byte: cursor.byte + bytes.length, ordinal: cursor.ordinal + scan.rows, line: cursor.line + scan.lines },
    lineOf: (row: number) => lineAt(offsets.starts[row * width]!),
  };
  return { ...part, faults: findFaults(file, part, scan) };
}

function findFaults(file: CsvFile, part: Omit<CsvPart, 'faults'>, scan: Scan): Map<number, AppError> {
  const faults = new Map<number, AppError>();
  if (file.onFieldCount === 'reject') {
    for (let index = 0; index < scan.odd.length; index += 2) {
      const row = scan.odd[index]!;
      faults.set(row, fieldCount(part.lineOf(row), scan.odd[index + 1]!, part.block.width));
    }
  }
  const { block } = part;
  if (file.encoding.label === 'utf-8' && !isUtf8(block.bytes)) {
    for (let row = 0; row < part.rowCount; row++) {
      const end = row + 1 < part.rowCount ? block.starts[(row + 1) * block.width] : undefined;
      if (!isUtf8(block.bytes.subarray(block.starts[row * block.width], end))) faults.set(row, notUtf8(part.lineOf(row)));
    }
  }
  if (scan.openRow >= 0) faults.set(scan.openRow, openQuote(part.lineOf(scan.openRow)));
  return faults;
}

function fieldCount(line: number, fields: number, expected: number): AppError {
  return new AppError('row', 'csvFieldCount', {
    message: `Line ${line} has ${fields} ${fields === 1 ? 'field' : 'fields'}, and the file has ${expected} ${expected === 1 ? 'column' : 'columns'}.`,
    data: { line, fields, expected },
  });
}

function notUtf8(line: number): AppError {
  return new AppError('row', 'csvNotUtf8', {
    message: `The row at line ${line} has bytes that are not UTF-8. Choose the encoding of the file.`,
    data: { line },
  });
}

function openQuote(line: number): AppError {
  return new AppError('row', 'csvOpenQuote', { message: `The row at line ${line} opens a quote that the file never closes.`, data: { line } });
}

function rowTooLong(file: CsvFile, line: number, maxRowBytes: number): AppError {
  return new AppError('settings', 'csvRowTooLong', {
    message: `The row at line ${line} of ${file.input.name} does not end within ${Math.round(maxRowBytes / 1024 / 1024)} MiB.`,
    hint: 'Most likely a quote is opened there and never closed: correct that line, or set the quote character.',
    data: { line },
  });
}

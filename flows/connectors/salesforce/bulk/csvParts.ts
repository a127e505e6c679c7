import { CsvBlock } from '../../csv/csvBlock.ts';
import { makeScanner } from '../../csv/scan.ts';
import { AppError } from '../../../kit/errors.ts';

/** Some rows of a CSV that arrives. */
export interface CsvRows {
  /** The names of the header, which is no row. */
  readonly names: readonly string[];
  readonly block: CsvBlock;
  readonly rowCount: number;
}

/** As the Bulk API writes results unless told otherwise. */
const dialect = { delimiter: ',', quote: '"' };
/** So much is looked through at once: large enough to be quick, small enough for the memory's young part. */
const pieceBytes = 120 * 1024;
const rowsAtOnce = 2048;
const cellsAtOnce = 65_536;
/** An object has at most 800 fields (and a few of the system); a query may name parents' as well. */
const mostColumns = 8192;

/**
 * The rows of a CSV body while it arrives. Its first row is the header and is never given as a row. Rejects with kind `busy`, so that it
 * is asked for again, when the body ends in the middle of a row or a row has another width than the header.
 */
export async function* csvParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRows> {
  const scan = makeScanner(dialect);
  let names: string[] | undefined;
  let space = spaceFor(mostColumns, 1);
  let left = Buffer.alloc(0);
  const pieces = inPieces(body);
  for (let isLast = false; !isLast; ) {
    const next = await pieces.next();
    isLast = next.done === true;
    // One byte more for the line feed that stops the scanner.
    let text = Buffer.concat([left, next.done === true ? Buffer.alloc(0) : next.value, Buffer.from('\n')]);
    if (names === undefined) {
      const marks = new Uint8Array((text.length >> 6) + 1);
      const header = scan(text, text.length - 1, isLast, mostColumns, { ...space, marks });
      if (header.rows > 0) {
        const width = header.odd[1] ?? mostColumns;
        const block = new CsvBlock(text, { ...space, marks, width }, dialect);
        names = Array.from({ length: width }, (_, field) => block.text(0, field) ?? '');
        text = text.subarray(header.end);
        space = spaceFor(width, Math.min(rowsAtOnce, Math.max(1, Math.floor(cellsAtOnce / width))));
      } else if (isLast && text.length > 1) throw broken('it ends within its header');
    }
    for (;;) {
      if (names === undefined) break;
      const width = names.length;
      const marks = new Uint8Array((text.length >> 6) + 1);
      const found = scan(text, text.length - 1, isLast, width, { ...space, marks });
      if (found.rows === 0) break;
      if (found.odd.length > 0) throw broken(`a row has ${found.odd[1]} of ${width} cells`);
      if (found.openRow >= 0) throw broken('it ends within a quote');
      const cells = found.rows * width;
      const offsets = { width, marks, starts: space.starts.slice(0, cells), ends: space.ends.slice(0, cells) };
      yield { names, block: new CsvBlock(text.subarray(0, found.end), offsets, dialect), rowCount: found.rows };
      text = text.subarray(found.end);
    }
    left = text.subarray(0, text.length - 1);
  }
}

function spaceFor(width: number, rows: number): { readonly starts: Int32Array<ArrayBuffer>; readonly ends: Int32Array<ArrayBuffer> } {
  return { starts: new Int32Array(rows * width), ends: new Int32Array(rows * width) };
}

/** The bytes in pieces of a good size, whatever they come in. */
async function* inPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    held.push(part);
    bytes += part.length;
    if (bytes < pieceBytes) continue;
    yield Buffer.concat(held, bytes);
    held = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(held, bytes);
}

function broken(how: string): AppError {
  return new AppError('busy', 'resultBroken', { message: `A result of the bulk job did not arrive whole: ${how}.`, hint: 'Run again; what arrived before is kept.' });
}

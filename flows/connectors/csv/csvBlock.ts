import type { ByteBlock } from '../../kit/column.ts';
import { byteOf, dialectName, type Dialect } from './dialect.ts';

/** What a scan found, copied out of the scanner's space. */
export interface Offsets {
  readonly width: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** `marks[p >> 6]` is 1 where a byte above 127 is among those 64 bytes; undefined when nobody has looked. */
  readonly marks?: Uint8Array | undefined;
}

/** Of so many bytes one text is made: under 128 KiB it is a small object to V8, which its young generation frees at once. */
const segmentBits = 16;

/**
 * Some whole rows of a CSV file as they stand in it, in UTF-8, with the offsets of their cells.
 * ASCII cells are substrings of Latin-1 texts of many of them, made on first use: ten times cheaper than decoding each.
 * Such a substring keeps the text it is of alive, so whoever keeps texts longer than the batch should copy them.
 */
export class CsvBlock implements ByteBlock {
  readonly bytes: Buffer;
  readonly width: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly dialect: string;
  readonly quote: number;
  #marks: Uint8Array | undefined;
  readonly #dialect: Dialect;
  readonly #isKept: boolean;
  readonly #quoteText: string;
  readonly #latin1: string[] = [];

  constructor(bytes: Buffer, offsets: Offsets, dialect: Dialect, isKept = false) {
    this.bytes = bytes;
    this.width = offsets.width;
    this.starts = offsets.starts;
    this.ends = offsets.ends;
    this.#marks = offsets.marks;
    this.dialect = dialectName(dialect);
    this.#dialect = dialect;
    this.#isKept = isKept;
    this.#quoteText = dialect.quote;
    this.quote = byteOf(dialect.quote);
  }

  over({ bytes, width, starts, ends }: Pick<ByteBlock, 'bytes' | 'width' | 'starts' | 'ends'>, isKept: boolean): CsvBlock {
    return new CsvBlock(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { width, starts, ends }, this.#dialect, isKept);
  }

  text(row: number, field: number): string | null {
    const cell = row * this.width + field;
    const start = this.starts[cell]!;
    const end = this.ends[cell]!;
    if (start === end) return null;
    return this.bytes[start] === this.quote ? this.#unquoted(start, end) : this.#slice(start, end);
  }

  #slice(start: number, end: number): string {
    if (this.#isKept) return this.bytes.toString('utf8', start, end);
    if (!this.#isAscii(start, end)) return this.bytes.toString('utf8', start, end);
    const segment = start >> segmentBits;
    if (segment !== (end - 1) >> segmentBits) return this.bytes.toString('latin1', start, end);
    const from = segment << segmentBits;
    return (this.#latin1[segment] ??= this.bytes.toString('latin1', from, from + (1 << segmentBits))).substring(start - from, end - from);
  }

  #isAscii(start: number, end: number): boolean {
    const marks = (this.#marks ??= markHigh(this.bytes));
    const last = (end - 1) >> 6;
    let mark = start >> 6;
    while (mark <= last && marks[mark] === 0) mark++;
    if (mark > last) return true;
    // The marked byte may belong to a neighbour, and a look at the cell is cheaper than decoding it.
    const { bytes } = this;
    let p = start;
    while (p < end && bytes[p]! < 128) p++;
    return p === end;
  }

  /** The text of a cell that begins with a quote: up to the closing quote with doubled ones made single, then what follows as it stands. */
  #unquoted(start: number, end: number): string | null {
    const quote = this.#quoteText;
    const body = this.#slice(start, end).slice(1);
    let close = body.indexOf(quote);
    while (close >= 0 && body.startsWith(quote, close + 1)) close = body.indexOf(quote, close + 2);
    const inside = close < 0 ? body : body.slice(0, close);
    const text = (inside.includes(quote) ? inside.replaceAll(quote + quote, quote) : inside) + (close < 0 ? '' : body.slice(close + 1));
    return text === '' ? null : text;
  }
}

/** For every 64 bytes whether one above 127 is among them. */
function markHigh(bytes: Uint8Array): Uint8Array {
  const marks = new Uint8Array((bytes.length >> 6) + 1);
  for (let at = 0; at < bytes.length; at++) if (bytes[at]! > 127) marks[at >> 6] = 1;
  return marks;
}

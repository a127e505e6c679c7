import { AppError } from '../../kit/errors.ts';
import type { TextSource } from '../files/textSource.ts';

const chunkBytes = 256 * 1024;
const mostBytes = 256 * 1024 * 1024;

const quote = 34;
const backslash = 92;
const openArray = 91;
const closeArray = 93;
const openObject = 123;
const closeObject = 125;
const comma = 44;
const colon = 58;

/** Walks through JSON text and finds where values begin and end, without reading them. Only what has not been passed yet is in memory. */
export class JsonCursor {
  readonly #source: TextSource;
  #bytes = Buffer.allocUnsafeSlow(chunkBytes);
  #at = 0;
  #end = 0;
  #isDone = false;

  constructor(source: TextSource) {
    this.#source = source;
  }

  /** The next sign that is no space, without passing it; undefined at the end. */
  async peek(): Promise<number | undefined> {
    for (;;) {
      while (this.#at < this.#end && isSpace(this.#bytes[this.#at]!)) this.#at++;
      if (this.#at < this.#end) return this.#bytes[this.#at];
      if (!(await this.#fill())) return undefined;
    }
  }

  /** Passes the sign that `peek` has shown. */
  skip(): void {
    this.#at++;
  }

  /** Passes a whole value and gives its bytes, which hold until the next call. Undefined when the text ends within it. */
  async value(): Promise<Buffer | undefined> {
    await this.peek();
    for (;;) {
      const end = valueEnd(this.#bytes, this.#at, this.#end, this.#isDone);
      if (end >= 0) {
        const value = this.#bytes.subarray(this.#at, end);
        this.#at = end;
        return value;
      }
      if (!(await this.#fill())) return undefined;
    }
  }

  /** Passes the objects of an array that are whole in memory, each with the comma before it, and gives them to `take`; stops when that gives false. */
  values(take: (value: Buffer) => boolean): void {
    for (;;) {
      let at = this.#at;
      let commas = 0;
      for (; at < this.#end; at++) {
        const byte = this.#bytes[at]!;
        if (byte === comma) commas++;
        else if (!isSpace(byte)) break;
      }
      // One must stand before every value but the first, which is not read here.
      if (commas !== 1) return;
      const end = at < this.#end && this.#bytes[at] === openObject ? valueEnd(this.#bytes, at, this.#end, false) : -1;
      if (end < 0) return;
      this.#at = end;
      if (!take(this.#bytes.subarray(at, end))) return;
    }
  }

  /** Passes a line without its line feed. Undefined at the end. */
  async line(): Promise<Buffer | undefined> {
    let from = this.#at;
    for (;;) {
      const found = this.#bytes.subarray(from, this.#end).indexOf(10);
      if (found >= 0) {
        const line = this.#bytes.subarray(this.#at, from + found);
        this.#at = from + found + 1;
        return line;
      }
      const seen = this.#end - this.#at;
      if (!(await this.#fill())) break;
      from = this.#at + seen;
    }
    if (this.#at === this.#end) return undefined;
    const line = this.#bytes.subarray(this.#at, this.#end);
    this.#at = this.#end;
    return line;
  }

  /** Reads on; what has not been passed moves to the front, in a new buffer, since values may still be in use. */
  async #fill(): Promise<boolean> {
    if (this.#isDone) return false;
    const rest = this.#end - this.#at;
    if (rest > mostBytes) throw new AppError('settings', 'jsonRecordTooLong', { message: `A record does not end within ${mostBytes / 1024 / 1024} MiB. Check the path to the records.` });
    const bytes = Buffer.allocUnsafeSlow(Math.max(chunkBytes, rest * 2));
    this.#bytes.copy(bytes, 0, this.#at, this.#end);
    this.#bytes = bytes;
    this.#at = 0;
    const read = await this.#source.read(bytes, rest, bytes.length - rest);
    this.#end = rest + read;
    this.#isDone = read === 0;
    return !this.#isDone;
  }
}

/** Where the value that begins at `at` ends; -1 when that is not before `to`. Brackets are counted, not checked: reading a value does that. */
function valueEnd(bytes: Buffer, at: number, to: number, isLast: boolean): number {
  const first = bytes[at];
  if (first === quote) return stringEnd(bytes, at, to);
  if (first !== openObject && first !== openArray) {
    let end = at;
    while (end < to && !isSpace(bytes[end]!) && bytes[end] !== comma && bytes[end] !== closeArray && bytes[end] !== closeObject && bytes[end] !== colon) end++;
    return end < to || isLast ? Math.max(end, at + (at < to ? 1 : 0)) : -1;
  }
  let depth = 0;
  for (let p = at; p < to; p++) {
    const byte = bytes[p]!;
    if (byte === quote) {
      const end = stringEnd(bytes, p, to);
      if (end < 0) return -1;
      p = end - 1;
    } else if (byte === openObject || byte === openArray) depth++;
    else if (byte === closeObject || byte === closeArray) {
      if (--depth === 0) return p + 1;
    }
  }
  return -1;
}

function stringEnd(bytes: Buffer, at: number, to: number): number {
  for (let p = at + 1; p < to; p++) {
    const byte = bytes[p];
    if (byte === quote) return p + 1;
    if (byte === backslash) p++;
  }
  return -1;
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

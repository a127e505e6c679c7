import { byteOf, type Dialect } from './dialect.ts';

/** Texts up to this length are written character by character: cheaper than a call into the runtime. */
const shortText = 64;
const lineFeed = 10;
const carriageReturn = 13;

/** A growing buffer that CSV cells are written into, as UTF-8. `length` is how much of `bytes` is filled; whoever empties it sets it back to 0. */
export class CellBuffer {
  bytes: Buffer;
  length = 0;
  readonly #quote: number;
  readonly #quoteText: string;
  /** 1 for the ASCII characters that make a cell need quotes. */
  readonly #needsQuotes = new Uint8Array(128);

  constructor(dialect: Dialect, sizeBytes: number) {
    this.bytes = Buffer.allocUnsafeSlow(sizeBytes);
    this.#quoteText = dialect.quote;
    this.#quote = byteOf(dialect.quote);
    for (const byte of [byteOf(dialect.delimiter), this.#quote, lineFeed, carriageReturn]) if (byte >= 0) this.#needsQuotes[byte] = 1;
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.#reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Cells as they stand in a source of the same dialect. */
  copy(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    if (this.length + count > this.bytes.length) this.#reserve(count);
    const { bytes } = this;
    let at = this.length;
    if (count < 32) for (let p = start; p < end; p++) bytes[at++] = source[p]!;
    else bytes.set(source.subarray(start, end), at);
    this.length += count;
  }

  /** Text that needs no quotes whatever the dialect: ASCII letters, digits and signs. */
  plain(text: string): void {
    if (this.length + text.length > this.bytes.length) this.#reserve(text.length);
    const { bytes } = this;
    let at = this.length;
    for (let index = 0; index < text.length; index++) bytes[at++] = text.charCodeAt(index);
    this.length = at;
  }

  /** A number as `String` gives it; amounts with up to two decimals without making a string. */
  number(value: number): void {
    const cents = Math.round(value * 100);
    if (cents >= 0 && cents < 1e14 && cents / 100 === value) this.#cents(cents);
    else this.plain(String(value));
  }

  /** Any text, in quotes where it needs them. */
  text(text: string): void {
    const room = text.length * 3 + 2;
    if (this.length + room > this.bytes.length) this.#reserve(room);
    if (text.length > shortText || !this.#short(text)) this.#long(text);
  }

  /** Writes a short text that needs no quotes; false (and nothing written) where it has a quote, delimiter, line end or half of a surrogate pair. */
  #short(text: string): boolean {
    const { bytes } = this;
    const needsQuotes = this.#needsQuotes;
    let at = this.length;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit < 0x80) {
        if (needsQuotes[unit] === 1) return false;
        bytes[at++] = unit;
      } else if (unit < 0x800) {
        bytes[at++] = 0xc0 | (unit >> 6);
        bytes[at++] = 0x80 | (unit & 0x3f);
      } else if (unit < 0xd800 || unit > 0xdfff) {
        bytes[at++] = 0xe0 | (unit >> 12);
        bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
        bytes[at++] = 0x80 | (unit & 0x3f);
      } else return false;
    }
    this.length = at;
    return true;
  }

  #long(text: string): void {
    const quote = this.#quoteText;
    if (quote === '' || !this.#hasSpecial(text)) {
      this.length += this.bytes.write(text, this.length, 'utf8');
      return;
    }
    const doubled = text.includes(quote) ? text.replaceAll(quote, quote + quote) : text;
    this.bytes[this.length++] = this.#quote;
    this.length += this.bytes.write(doubled, this.length, 'utf8');
    this.bytes[this.length++] = this.#quote;
  }

  #hasSpecial(text: string): boolean {
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit < 0x80 && this.#needsQuotes[unit] === 1) return true;
    }
    return false;
  }

  /** Two doubles of at most 15 digits differ when their decimals do, so these digits are the shortest ones that read back. */
  #cents(cents: number): void {
    if (this.length + 20 > this.bytes.length) this.#reserve(20);
    const { bytes } = this;
    let whole = Math.floor(cents / 100);
    const fraction = cents - whole * 100;
    let digits = 1;
    for (let limit = 10; whole >= limit; limit *= 10) digits++;
    let at = this.length + digits;
    this.length = at;
    do {
      const next = Math.floor(whole / 10);
      bytes[--at] = 48 + (whole - next * 10);
      whole = next;
    } while (whole > 0);
    if (fraction === 0) return;
    bytes[this.length++] = 46;
    const tens = (fraction / 10) | 0;
    bytes[this.length++] = 48 + tens;
    if (fraction > tens * 10) bytes[this.length++] = 48 + fraction - tens * 10;
  }

  #reserve(count: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + count));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

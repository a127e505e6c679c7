import { hashBytes, TextBytes } from './textBytes.ts';

const noEntry = -1;
/** What a text takes with its number and length: some twenty letters. */
const usualWords = 8;

/**
 * Different texts, numbered from 0 as they are entered. They are told apart by their UTF-8 bytes, so a cell that lies in the bytes of a
 * file needs no decoding, and no text is kept as an object of its own.
 */
export class TextIndex {
  count = 0;
  /** A record for each text, one behind the other: its number, its length in bytes, its bytes, filled up to whole words. None begins at 0. */
  #words: Int32Array<ArrayBuffer>;
  #bytes: Uint8Array;
  #filled = 2;
  /** Open addressing, two words a place: where the record is (0: there is none) and the hash. At most half of the places are taken. */
  #places: Int32Array;
  readonly #encoded = new TextBytes();

  /** @param expected so many texts will come, where that is known: room for them is taken at once, instead of more and more */
  constructor(expected = 0) {
    this.#words = new Int32Array(Math.max(1024, expected * usualWords));
    this.#bytes = new Uint8Array(this.#words.buffer);
    this.#places = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(64, expected) * 4)));
  }

  /** What it takes in memory. */
  get size(): number {
    return this.#words.byteLength + this.#places.byteLength;
  }

  /** The number of the text that lies in `bytes[start, end)`; -1 where it was never entered. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.#search(bytes, start, end, hashBytes(bytes, start, end));
  }

  /** The number of the text that lies in `bytes[start, end)`, which is entered when it is new. */
  enter(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    const known = this.#search(bytes, start, end, hash);
    return known === noEntry ? this.#add(bytes, start, end, hash) : known;
  }

  /**
   * The numbers of the texts that lie in `bytes[starts[k], ends[k])`, -1 where one was never entered. What is looked up for one text is
   * fetched for all of them before it is used: in a large table the memory is slower than everything else, and answers many at once.
   */
  findAll(bytes: Uint8Array, starts: Int32Array, ends: Int32Array): Int32Array {
    const count = starts.length;
    const [places, words] = [this.#places, this.#words];
    const mask = places.length - 2;
    const [hashes, records, lengths] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
    for (let k = 0; k < count; k++) hashes[k] = hashBytes(bytes, starts[k]!, ends[k]!);
    for (let k = 0; k < count; k++) {
      const place = (hashes[k]! << 1) & mask;
      records[k] = places[place + 1] === hashes[k] ? places[place]! : 0;
    }
    for (let k = 0; k < count; k++) lengths[k] = words[records[k]! + 1]!;
    for (let k = 0; k < count; k++) {
      const [start, end, record] = [starts[k]!, ends[k]!, records[k]!];
      const isFound = record !== 0 && lengths[k] === end - start && this.#isAt(record, bytes, start, end);
      records[k] = isFound ? words[record]! : this.#search(bytes, start, end, hashes[k]!);
    }
    return records;
  }

  findText(text: string): number {
    const length = this.#encoded.encode(text);
    return this.find(this.#encoded.bytes, 0, length);
  }

  enterText(text: string): number {
    const length = this.#encoded.encode(text);
    return this.enter(this.#encoded.bytes, 0, length);
  }

  #search(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const places = this.#places;
    const mask = places.length - 2;
    for (let place = (hash << 1) & mask; ; place = (place + 2) & mask) {
      const record = places[place]!;
      if (record === 0) return noEntry;
      if (places[place + 1] === hash && this.#isAt(record, bytes, start, end)) return this.#words[record]!;
    }
  }

  #isAt(record: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#words[record + 1] !== end - start) return false;
    const mine = this.#bytes;
    for (let p = start, at = (record + 2) * 4; p < end; p++, at++) if (mine[at] !== bytes[p]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const number = this.count++;
    const record = this.#filled;
    this.#filled += 2 + ((end - start + 3) >> 2);
    if (this.#filled > this.#words.length) this.#grow();
    this.#words[record] = number;
    this.#words[record + 1] = end - start;
    for (let p = start, at = (record + 2) * 4; p < end; p++, at++) this.#bytes[at] = bytes[p]!;
    if (this.count * 4 > this.#places.length) this.#spread();
    this.#place(record, hash);
    return number;
  }

  #grow(): void {
    const words = new Int32Array(Math.max(this.#filled, this.#words.length * 2));
    words.set(this.#words);
    this.#words = words;
    this.#bytes = new Uint8Array(words.buffer);
  }

  #place(record: number, hash: number): void {
    const places = this.#places;
    const mask = places.length - 2;
    let place = (hash << 1) & mask;
    while (places[place] !== 0) place = (place + 2) & mask;
    places[place] = record;
    places[place + 1] = hash;
  }

  #spread(): void {
    const old = this.#places;
    this.#places = new Int32Array(old.length * 2);
    for (let place = 0; place < old.length; place += 2) if (old[place] !== 0) this.#place(old[place]!, old[place + 1]!);
  }
}

import type { Compare, KeyCells } from './sortKeys.ts';

/** Fewer rows than this are put in order one by one. */
const few = 24;
/** After so many rows the engine may hear a cancel. */
const pauseRows = 100_000;
/** So many bits of a double hold whole numbers exactly: the place of a row in its range takes some, the beginning of its key the others. */
const exactBits = 53;
/** A letter beyond these has no number of its own; what begins with it is compared. */
const otherLetter = 255;

/** Rows that are equal in the keys before `key`, and in that one up to `at`: letters of a text, halves of a number. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly key: number;
  readonly at: number;
}

/** How rows go on that begin alike: further right in the key, by the next key, or by comparing them. */
type Next = 'further' | 'nextKey' | 'compare';

/**
 * The numbers 0 to `count` - 1 in the order of the keys; equal ones stay as they are. The beginning of a row's key and the row's place are made
 * one number, and the numbers are sorted natively, many times faster than by a function that compares. What begins alike is sorted
 * again by what follows: a radix sort from the left (McIlroy, Bostic and McIlroy, 1993).
 */
export async function sortOrder(count: number, keys: readonly KeyCells[], pause: () => Promise<void> | undefined): Promise<Int32Array> {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  const compares = keys.map((_, key) => compareFrom(keys, key));
  const ranges: Range[] = [{ from: 0, to: count, key: 0, at: 0 }];
  const spare = new Float64Array(count);
  let done = 0;
  for (let range = ranges.pop(); range; range = ranges.pop()) {
    const { from, to, key } = range;
    if (key === keys.length || to - from < 2) continue;
    if (to - from <= few) insertEach(order, from, to, compares[key]!);
    else sortRange(order, range, keys[key]!, compares[key]!, spare.subarray(from, to), ranges);
    done += to - from;
    if (done < pauseRows) continue;
    done = 0;
    await pause();
  }
  return order;
}

function sortRange(order: Int32Array, { from, to, key, at }: Range, cells: KeyCells, compare: Compare, numbers: Float64Array, ranges: Range[]): void {
  const size = to - from;
  const placeBits = Math.ceil(Math.log2(size));
  const places = 2 ** placeBits;
  const rows = order.slice(from, to);
  const starts = 'texts' in cells ? new TextStarts(cells, at, exactBits - placeBits) : new NumberStarts(cells.numbers, at, exactBits - placeBits);
  for (let k = 0; k < size; k++) numbers[k] = starts.of(rows[k]!) * places + k;
  numbers.sort();
  for (let k = 0; k < size; k++) order[from + k] = rows[numbers[k]! % places]!;
  for (let first = 0, last = 1; first < size; first = last++) {
    const start = Math.floor(numbers[first]! / places);
    while (last < size && numbers[last]! < (start + 1) * places) last++;
    if (last - first === 1) continue;
    const alike = order.subarray(from + first, from + last);
    const next = starts.next(start, alike);
    if (next === 'compare') alike.sort(compare);
    else ranges.push({ from: from + first, to: from + last, ...(next === 'nextKey' ? { key: key + 1, at: 0 } : { key, at: at + starts.step }) });
  }
}

/** The beginnings of texts as whole numbers: some letters from one on. Blanks lie beyond all others on their side. */
class TextStarts {
  readonly step: number;
  readonly #texts: readonly (string | null)[];
  readonly #at: number;
  readonly #isDescending: boolean;
  readonly #blank: number;
  readonly #top: number;

  constructor({ texts, key }: Extract<KeyCells, { readonly texts: unknown }>, at: number, bits: number) {
    this.step = Math.floor((bits - 1) / 8);
    this.#texts = texts;
    this.#at = at;
    this.#isDescending = key.isDescending;
    this.#top = 256 ** this.step + 1;
    this.#blank = key.blanksFirst ? 0 : this.#top;
  }

  of(row: number): number {
    const text = this.#texts[row]!;
    if (text === null) return this.#blank;
    let start = 0;
    for (let k = 0, isOpen = true; k < this.step; k++) {
      const at = this.#at + k;
      // The end of a text comes before every letter; what follows a letter beyond may not decide before it does.
      const letter: number = isOpen && at < text.length ? Math.min(text.charCodeAt(at) + 1, otherLetter) : 0;
      isOpen = letter > 0 && letter < otherLetter;
      start = start * 256 + letter;
    }
    return this.#isDescending ? this.#top - 1 - start : start + 1;
  }

  next(start: number): Next {
    if (start === this.#blank) return 'nextKey';
    let letters = this.#isDescending ? this.#top - 1 - start : start - 1;
    const hasEnded = letters % 256 === 0;
    for (let k = 0; k < this.step; k++, letters = Math.floor(letters / 256)) if (letters % 256 === otherLetter) return 'compare';
    return hasEnded ? 'nextKey' : 'further';
  }
}

/** The halves of doubles as whole numbers that are in the order of the doubles. */
class NumberStarts {
  readonly step = 1;
  readonly #numbers: Float64Array;
  readonly #half: number;
  readonly #drop: number;
  readonly #double = new Float64Array(1);
  readonly #words = new Uint32Array(this.#double.buffer);
  /** Where the half with the sign lies. */
  readonly #high = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

  constructor(numbers: Float64Array, half: number, bits: number) {
    this.#numbers = numbers;
    this.#half = half;
    this.#drop = Math.max(0, 32 - bits);
  }

  of(row: number): number {
    this.#double[0] = this.#numbers[row]!;
    const high = this.#words[this.#high]!;
    const isNegative = high >= 2 ** 31;
    const word = this.#half === 0 ? high : this.#words[1 - this.#high]!;
    return (isNegative ? ~word : this.#half === 0 ? word | (1 << 31) : word) >>> this.#drop;
  }

  next(_start: number, rows: Int32Array): Next {
    const value = this.#numbers[rows[0]!]!;
    if (rows.every((row) => this.#numbers[row] === value)) return 'nextKey';
    return this.#half === 0 && this.#drop === 0 ? 'further' : 'compare';
  }
}

function insertEach(order: Int32Array, from: number, to: number, compare: Compare): void {
  for (let k = from + 1; k < to; k++) {
    const row = order[k]!;
    let at = k;
    for (; at > from && compare(order[at - 1]!, row) > 0; at--) order[at] = order[at - 1]!;
    order[at] = row;
  }
}

function compareFrom(keys: readonly KeyCells[], from: number): Compare {
  const [first, ...others] = keys.slice(from).map(({ compare }) => compare);
  if (others.length === 0) return first!;
  return (a, b) => {
    let order = first!(a, b);
    for (let index = 0; order === 0 && index < others.length; index++) order = others[index]!(a, b);
    return order;
  };
}

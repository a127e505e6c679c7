import { compareKeys, type SortKeys } from './sortKeys.ts';

/** Fewer rows than this are put in order one by one. */
const few = 16;
/** After so many rows the engine may hear a cancel. */
const pauseRows = 100_000;
/** So many bits of a double hold whole numbers exactly: the place of a row in its range takes some, bytes of its key the others. */
const exactBits = 53;

/** Rows whose keys are equal in their first `at` bytes. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/**
 * The numbers of the rows in the order of their keys; equal ones stay as they are. Some bytes of a row's key and the row's place are made one number,
 * and the numbers are sorted natively, many times faster than by a function that compares. What is alike so far is sorted again by what follows:
 * a radix sort from the left (McIlroy, Bostic and McIlroy, 1993).
 */
export async function sortOrder(keys: SortKeys, pause: () => Promise<void> | undefined): Promise<Int32Array> {
  const { count } = keys;
  const order = new Int32Array(count);
  for (let row = 0; row < count; row++) order[row] = row;
  const ranges: Range[] = [{ from: 0, to: count, at: 0 }];
  const [numbers, before] = [new Float64Array(count), new Int32Array(count)];
  let done = 0;
  for (let range = ranges.pop(); range; range = ranges.pop()) {
    const size = range.to - range.from;
    if (size <= few) insertEach(order, range, keys);
    else sortRange(order, range, keys, numbers.subarray(0, size), before, ranges);
    done += size;
    if (done < pauseRows) continue;
    done = 0;
    await pause();
  }
  return order;
}

function sortRange(order: Int32Array, { from, to, at: known }: Range, keys: SortKeys, numbers: Float64Array, before: Int32Array, ranges: Range[]): void {
  const { bytes, ends } = keys;
  const size = to - from;
  const at = known + commonBytes(order, from, to, keys, known);
  const placeBits = Math.ceil(Math.log2(size));
  const step = Math.floor((exactBits - placeBits) / 8);
  const places = 2 ** placeBits;
  for (let k = 0; k < size; k++) {
    const row = order[from + k]!;
    before[k] = row;
    const [start, end] = [keys.start(row) + at, ends[row]!];
    let number = 0;
    for (let p = start; p < start + step; p++) number = number * 256 + (p < end ? bytes[p]! : 0);
    numbers[k] = number * places + k;
  }
  numbers.sort();
  for (let first = 0; first < size; ) {
    const start = Math.floor(numbers[first]! / places) * places;
    let last = first;
    for (; last < size && numbers[last]! < start + places; last++) order[from + last] = before[numbers[last]! - start]!;
    const row = order[from + first]!;
    // Where the keys are over, they are equal.
    if (last - first > 1 && keys.start(row) + at + step < ends[row]!) ranges.push({ from: from + first, to: from + last, at: at + step });
    first = last;
  }
}

/** How many bytes more all keys of a range have in common. */
function commonBytes(order: Int32Array, from: number, to: number, keys: SortKeys, at: number): number {
  const { bytes, ends } = keys;
  const start = keys.start(order[from]!) + at;
  let common = ends[order[from]!]! - start;
  for (let k = from + 1; k < to && common > 0; k++) {
    const other = keys.start(order[k]!) + at;
    let same = 0;
    while (same < common && bytes[start + same] === bytes[other + same]) same++;
    common = same;
  }
  return common;
}

function insertEach(order: Int32Array, { from, to, at }: Range, keys: SortKeys): void {
  for (let k = from + 1; k < to; k++) {
    const row = order[k]!;
    let place = k;
    for (; place > from && compareKeys(keys, order[place - 1]!, keys, row, at) > 0; place--) order[place] = order[place - 1]!;
    order[place] = row;
  }
}

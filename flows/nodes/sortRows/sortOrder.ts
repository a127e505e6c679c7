/** Compares two things by their numbers: below 0 when the first comes first. */
export type Compare = (a: number, b: number) => number;

const runLength = 4096;

/**
 * The numbers 0 to `count` - 1 in the order of `compare`; equal ones stay as they are. Sorts short runs, then merges them, and pauses
 * between, so that a long sort can be cancelled.
 */
export async function sortOrder(count: number, compare: Compare, pause: () => Promise<void> | undefined): Promise<Int32Array> {
  let order = Int32Array.from({ length: count }, (_, index) => index);
  for (let from = 0; from < count; from += runLength) {
    order.subarray(from, from + runLength).sort(compare);
    await pause();
  }
  let spare = new Int32Array(count);
  for (let length = runLength; length < count; length *= 2) {
    for (let from = 0; from < count; from += 2 * length) {
      merge(order, spare, from, Math.min(from + length, count), Math.min(from + 2 * length, count), compare);
      await pause();
    }
    [order, spare] = [spare, order];
  }
  return order;
}

function merge(from: Int32Array, to: Int32Array, start: number, middle: number, end: number, compare: Compare): void {
  let [left, right] = [start, middle];
  for (let at = start; at < end; at++) {
    const takesLeft = right >= end || (left < middle && compare(from[left]!, from[right]!) <= 0);
    to[at] = from[takesLeft ? left++ : right++]!;
  }
}

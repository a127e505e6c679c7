import { expect, it } from 'vitest';
import { estimateLeft, rowsDone } from './estimateLeft.ts';

it('what is left takes as long for each row as what is done', () => {
  expect(estimateLeft(10_000, 250, 1000)).toBe(30_000);
});

it('nothing is said too soon, without a run before, or when there is more to do than then', () => {
  expect(estimateLeft(500, 250, 1000)).toBeUndefined();
  expect(estimateLeft(10_000, 10, 1000)).toBeUndefined();
  expect(estimateLeft(10_000, 250, 0)).toBeUndefined();
  expect(estimateLeft(10_000, 1200, 1000)).toBeUndefined();
});

it('a row counts at every node that takes it', () => {
  expect(rowsDone({ a: { in: 0 }, b: { in: 10 }, c: { in: 8 } })).toBe(18);
});

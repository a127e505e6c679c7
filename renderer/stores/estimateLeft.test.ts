import { expect, it } from 'vitest';
import { estimateLeft, rowsDone, shareDone } from './estimateLeft.ts';

const node = (counts: { in?: number; out?: number; share?: number; state?: 'running' | 'done' }) => ({ in: 0, out: 0, state: 'running' as const, ...counts });

it('what is left takes as long for each row as what is done', () => {
  expect(estimateLeft(10_000, 0.25)).toBe(30_000);
});

it('nothing is said too soon, or when there is more to do than was known', () => {
  expect(estimateLeft(500, 0.25)).toBeUndefined();
  expect(estimateLeft(10_000, 0.01)).toBeUndefined();
  expect(estimateLeft(10_000, undefined)).toBeUndefined();
  expect(estimateLeft(10_000, 1.2)).toBeUndefined();
});

it('a row counts at every node that takes it', () => {
  expect(rowsDone({ a: node({}), b: node({ in: 10 }), c: node({ in: 8 }) })).toBe(18);
});

it('the run before says how much there is to do', () => {
  expect(shareDone({ read: node({ out: 25, share: 0.9 }), keep: node({ in: 25, out: 20 }) }, 100)).toBe(0.25);
});

it('a first run goes by what its sources have read: the slowest of them', () => {
  expect(shareDone({ small: node({ out: 10, share: 0.98, state: 'done' }), big: node({ out: 500, share: 0.2 }), join: node({ in: 510 }) }, 0)).toBe(0.2);
});

it('nothing can be said while a source does not know how much there is, or none has begun', () => {
  expect(shareDone({ file: node({ out: 500, share: 0.2 }), events: node({ out: 3 }) }, 0)).toBeUndefined();
  expect(shareDone({ write: node({}) }, 0)).toBeUndefined();
});

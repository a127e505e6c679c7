import { expect, it } from 'vitest';
import type { NodeProgress } from '../../flows/engine/events.ts';
import { compareCounts } from './compareCounts.ts';

const zero = { in: 0, out: 0, written: 0, unchanged: 0, dropped: 0, rejected: 0, apiCalls: 0, retries: 0, state: 'done' } satisfies NodeProgress;

it('puts the counts of two runs side by side, also of nodes that only one of them had', () => {
  const first = { read: { ...zero, out: 10 }, old: { ...zero, in: 10 } };
  const second = { read: { ...zero, out: 10 }, write: { ...zero, in: 8, written: 8 } };
  expect(compareCounts(first, second)).toEqual([
    { node: 'read', counts: [{ counter: 'out', first: 10, second: 10 }], differs: false },
    { node: 'write', counts: [{ counter: 'in', first: 0, second: 8 }, { counter: 'written', first: 0, second: 8 }], differs: true },
    { node: 'old', counts: [{ counter: 'in', first: 10, second: 0 }], differs: true },
  ]);
});

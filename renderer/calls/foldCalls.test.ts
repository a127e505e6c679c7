import { expect, it } from 'vitest';
import type { NodeProgress } from '../../flows/engine/events.ts';
import { dropsWithCalls, shownEdges, withCalls } from './foldCalls.ts';

const counts = (some: Partial<NodeProgress>): NodeProgress => ({ in: 0, out: 0, written: 0, unchanged: 0, dropped: 0, rejected: 0, apiCalls: 0, retries: 0, state: 'done', ...some });

it('shows edges at a call as the canvas has them, and leaves those inside alone', () => {
  const edges = { 'read.out → call/rows.in': 3, 'call/out.out → write.in': 2, 'call/rows.out → call/keep.in': 3, 'call/deep/out.out → call/out.in': 2 };
  expect(shownEdges(edges)).toEqual({ 'read.out → call.rows': 3, 'call.out → write.in': 2, 'call/rows.out → call/keep.in': 3, 'call/deep/out.out → call/out.in': 2 });
});

it('counts a call as what goes in and comes out, and what its nodes did together', () => {
  const inner = { 'call/rows': counts({ in: 3, out: 3 }), 'call/keep': counts({ in: 3, out: 2, dropped: 1 }), 'call/log': counts({ in: 2, written: 2, state: 'running' }) };
  const edges = { 'read.out → call.rows': 3, 'call.out → write.in': 2, 'other.out → write.in': 9 };
  expect(withCalls({ read: counts({ out: 3 }), ...inner }, inner, edges)['call']).toEqual(counts({ in: 3, out: 2, dropped: 1, written: 2, state: 'running' }));
  expect(withCalls(inner, { read: counts({}) }, edges)['call']).toBeUndefined();
});

it('gives a call the reasons for which its nodes dropped rows', () => {
  expect(dropsWithCalls({ keep: { No: 1 }, 'call/a': { No: 2, Blank: 1 }, 'call/b/c': { No: 3 } })['call']).toEqual({ No: 5, Blank: 1 });
});

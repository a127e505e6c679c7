import { describe, expect, it } from 'vitest';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { estimateLeft, shapeOf, shareDone } from './estimateLeft.ts';

const node = (counts: { in?: number; out?: number; written?: number; rejected?: number; share?: number; state?: 'waiting' | 'running' | 'done' }) => ({
  in: 0, out: 0, written: 0, unchanged: 0, dropped: 0, rejected: 0, state: 'running' as const, ...counts,
});

/** A flow of nodes of these types, and the edges `from → to`. */
function flow(types: Readonly<Record<string, string>>, edges: readonly string[]): FlowDocument {
  return {
    ...emptyDocument('flow'),
    nodes: Object.fromEntries(Object.entries(types).map(([id, type]) => [id, { type, version: 1, settings: {} }])),
    edges: edges.map((edge) => ({ from: edge.split(' → ')[0]!, to: edge.split(' → ')[1]! })),
  };
}

describe('how long a run still takes', () => {
  it('what is left takes as long as what is done', () => {
    expect(estimateLeft(10_000, 0.25)).toBe(30_000);
  });

  it('nothing is said too soon, or when there is more to do than was known', () => {
    expect(estimateLeft(500, 0.25)).toBeUndefined();
    expect(estimateLeft(10_000, 0.01)).toBeUndefined();
    expect(estimateLeft(10_000, undefined)).toBeUndefined();
    expect(estimateLeft(10_000, 1)).toBeUndefined();
  });
});

describe('how much of a run is done', () => {
  const straight = shapeOf(flow({ read: 'csvRead', keep: 'filterRows', write: 'csvWrite' }, ['read.out → keep.in', 'keep.out → write.in']), definitions);
  const sorted = shapeOf(flow({ read: 'csvRead', sort: 'sortRows', write: 'csvWrite' }, ['read.out → sort.in', 'sort.out → write.in']), definitions);
  const joined = shapeOf(flow({ big: 'csvRead', small: 'csvRead', join: 'joinRows' }, ['big.out → join.left', 'small.out → join.right']), definitions);

  it('is what the source has read, where the others keep up', () => {
    expect(shareDone(straight, { read: node({ out: 250, share: 0.25 }), keep: node({ in: 250, out: 125 }), write: node({ in: 125, written: 125 }) }, { 'read.out → keep.in': 250, 'keep.out → write.in': 125 })).toBe(0.25);
  });

  it('is less where rows wait for a write, even when all of them have been read', () => {
    const share = shareDone(straight, { read: node({ out: 1000, state: 'done' }), keep: node({ in: 1000, out: 1000, state: 'done' }), write: node({ in: 1000, written: 100 }) }, { 'read.out → keep.in': 1000, 'keep.out → write.in': 1000 });
    expect(share).toBe(2100 / 3000);
  });

  it('counts what lies behind a node that keeps all rows as still to be done', () => {
    expect(shareDone(sorted, { read: node({ out: 1000, state: 'done' }), sort: node({ in: 1000 }), write: node({ state: 'waiting' }) }, { 'read.out → sort.in': 1000 })).toBe(2000 / 3000);
    expect(shareDone(sorted, { read: node({ out: 1000, state: 'done' }), sort: node({ in: 1000, out: 500 }), write: node({ in: 500, written: 500 }) }, { 'read.out → sort.in': 1000, 'sort.out → write.in': 500 })).toBe(2500 / 3000);
  });

  it('knows when a node gave out fewer rows than it took, once it is done', () => {
    expect(shareDone(sorted, { read: node({ out: 1000, state: 'done' }), sort: node({ in: 1000, out: 10, state: 'done' }), write: node({ in: 10, written: 0 }) }, { 'read.out → sort.in': 1000, 'sort.out → write.in': 10 })).toBe(2000 / 2010);
  });

  it('takes in all sources', () => {
    expect(shareDone(joined, { small: node({ out: 100, state: 'done' }), big: node({ out: 90, share: 0.1 }), join: node({ in: 190 }) }, { 'big.out → join.left': 90, 'small.out → join.right': 100 })).toBe(380 / 2000);
  });

  it('cannot be said while a source does not know how much there is, or has not begun', () => {
    expect(shareDone(joined, { small: node({ out: 100, share: 0.5 }), big: node({ out: 90 }), join: node({ in: 190 }) }, {})).toBeUndefined();
    expect(shareDone(straight, { read: node({ state: 'waiting' }), keep: node({}), write: node({}) }, {})).toBeUndefined();
    expect(shareDone(straight, {}, {})).toBeUndefined();
  });
});

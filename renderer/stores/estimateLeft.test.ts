import { describe, expect, it } from 'vitest';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { estimateLeft, isAllRead, shapeOf } from './estimateLeft.ts';

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
  const straight = shapeOf(flow({ read: 'csvRead', keep: 'filterRows', write: 'csvWrite' }, ['read.out → keep.in', 'keep.out → write.in']), definitions);
  const sorted = shapeOf(flow({ read: 'csvRead', sort: 'sortRows', write: 'csvWrite' }, ['read.out → sort.in', 'sort.out → write.in']), definitions);
  const joined = shapeOf(flow({ big: 'csvRead', small: 'csvRead', join: 'joinRows' }, ['big.out → join.left', 'small.out → join.right']), definitions);
  const begun = (...ids: string[]) => Object.fromEntries(ids.map((id) => [id, { from: 0 }]));

  it('is what the source has still to read, where the others keep up', () => {
    const nodes = { read: node({ out: 250, share: 0.25 }), keep: node({ in: 250, out: 125 }), write: node({ in: 125, written: 125 }) };
    expect(estimateLeft(straight, { elapsedMs: 10_000, nodes, edges: { 'read.out → keep.in': 250, 'keep.out → write.in': 125 }, spans: begun('read', 'keep', 'write') })).toBe(30_000);
  });

  it('is what the slowest node has still to do: a write that all rows wait for', () => {
    const nodes = { read: node({ out: 1000, state: 'done' }), keep: node({ in: 1000, out: 1000, state: 'done' }), write: node({ in: 1000, written: 100 }) };
    expect(estimateLeft(straight, { elapsedMs: 11_000, nodes, edges: { 'read.out → keep.in': 1000, 'keep.out → write.in': 1000 }, spans: { ...begun('read', 'keep'), write: { from: 1000 } } })).toBe(90_000);
  });

  it('is as long again behind a node that keeps all rows, until it gives them out', () => {
    const kept = { read: node({ out: 500, share: 0.5 }), sort: node({ in: 500 }), write: node({ state: 'waiting' }) };
    expect(estimateLeft(sorted, { elapsedMs: 10_000, nodes: kept, edges: { 'read.out → sort.in': 500 }, spans: begun('read', 'sort') })).toBe(30_000);
    const given = { read: node({ out: 1000, state: 'done' }), sort: node({ in: 1000, out: 500 }), write: node({ in: 500, written: 500 }) };
    expect(estimateLeft(sorted, { elapsedMs: 30_000, nodes: given, edges: { 'read.out → sort.in': 1000, 'sort.out → write.in': 500 }, spans: { ...begun('read', 'sort'), write: { from: 20_000 } } })).toBe(10_000);
  });

  it('takes in all sources', () => {
    const nodes = { small: node({ out: 100, state: 'done' }), big: node({ out: 90, share: 0.1 }), join: node({ in: 190, out: 80 }) };
    expect(estimateLeft(joined, { elapsedMs: 10_000, nodes, edges: { 'big.out → join.left': 90, 'small.out → join.right': 100 }, spans: begun('small', 'big', 'join') })).toBe(90_000);
  });

  it('cannot be said too soon, while a source does not know how much there is, or before a write had its first answer', () => {
    const progress = { elapsedMs: 10_000, edges: { 'read.out → keep.in': 1000, 'keep.out → write.in': 1000 }, spans: begun('read', 'keep', 'write') };
    const asked = { read: node({ out: 1000, state: 'done' }), keep: node({ in: 1000, out: 1000, state: 'done' }), write: node({ in: 1000 }) };
    expect(estimateLeft(straight, { ...progress, nodes: asked })).toBeUndefined();
    expect(estimateLeft(straight, { ...progress, nodes: { ...asked, write: node({ in: 1000, written: 500 }) }, elapsedMs: 500 })).toBeUndefined();
    expect(estimateLeft(joined, { ...progress, nodes: { small: node({ out: 100, share: 0.5 }), big: node({ out: 90 }), join: node({ in: 190 }) } })).toBeUndefined();
    expect(estimateLeft(straight, { ...progress, nodes: {} })).toBeUndefined();
  });

  it('all rows have been read once every source is done, also while a node that keeps them has given none out', () => {
    expect(isAllRead(joined, { big: node({ state: 'done' }), small: node({ share: 1 }), join: node({}) })).toBe(false);
    expect(isAllRead(joined, { big: node({ state: 'done' }), small: node({ state: 'done' }), join: node({}) })).toBe(true);
    expect(isAllRead(sorted, {})).toBe(false);
  });
});

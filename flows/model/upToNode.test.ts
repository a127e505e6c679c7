import { describe, expect, it } from 'vitest';
import { definitions } from '../nodes/definitions.ts';
import { checkFlow } from './checkFlow.ts';
import { emptyDocument, type FlowDocument } from './document.ts';
import { upToNode } from './upToNode.ts';

const node = (type: string, settings = {}) => ({ type, version: 1, settings });
const flow: FlowDocument = {
  ...emptyDocument('Flow'),
  nodes: {
    read: node('csvRead', { file: 'a.csv', columns: [{ name: 'A', type: 'text' }] }),
    keep: node('filterRows', { condition: 'A = "1"' }),
    write: node('csvWrite', { file: 'b.csv' }),
    bad: node('csvWrite', { file: 'c.csv' }),
  },
  edges: [
    { from: 'read.out', to: 'keep.in' },
    { from: 'read.rejected', to: 'bad.in' },
    { from: 'keep.out', to: 'write.in' },
  ],
  groups: { group: { title: 'All', nodes: ['read', 'write'] } },
};

describe('the part of a flow up to a node', () => {
  it('has the node, what feeds it, and something that takes its rows; no sink of the flow', () => {
    const { document, edge } = upToNode(flow, 'keep', definitions);
    expect(Object.keys(document.nodes)).toEqual(['read', 'keep', 'taker']);
    expect(document.edges).toEqual([{ from: 'read.out', to: 'keep.in' }, { from: 'keep.out', to: 'taker.in' }]);
    expect(edge).toBe('keep.out → taker.in');
    expect(document).not.toHaveProperty('groups');
    expect(checkFlow(document, definitions).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('of a node that gives no rows ends there', () => {
    expect(upToNode(flow, 'write', definitions)).toMatchObject({ edge: undefined, document: { edges: flow.edges.filter(({ to }) => to !== 'bad.in') } });
  });
});

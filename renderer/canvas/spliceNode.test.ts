import { describe, expect, it } from 'vitest';
import { definitions } from '../../flows/nodes/definitions.ts';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import { applyEdit } from '../../flows/model/edits.ts';
import { spliceEdits, unspliceEdits } from './spliceNode.ts';

const filter = { type: 'filterRows', version: 1, settings: {} };
const flow: FlowDocument = {
  ...emptyDocument('Flow'),
  nodes: { a: filter, b: filter, c: filter, n: filter },
  edges: [{ from: 'a.out', to: 'b.in' }, { from: 'b.out', to: 'c.in' }],
  layout: { a: { x: 0, y: 0 }, b: { x: 320, y: 0 }, c: { x: 640, y: 0 }, n: { x: 100, y: 400 } },
};
const splice = (at?: { x: number; y: number }) => spliceEdits(flow, flow.edges[0]!, { id: 'n', node: filter, definition: definitions['filterRows'], at })!;

describe('spliceEdits', () => {
  it('leads the rows through the node, in the place of the edge', () => {
    const { document } = applyEdit(flow, { edit: 'all', edits: splice().edits });
    expect(document.edges).toEqual([{ from: 'a.out', to: 'n.in' }, { from: 'n.out', to: 'b.in' }, { from: 'b.out', to: 'c.in' }]);
  });

  it('puts the node in line and makes room for it', () => {
    const { edits, position } = splice({ x: 200, y: 40 });
    expect(position).toEqual({ x: 320, y: 0 });
    expect(edits.at(-1)).toEqual({ edit: 'moveNodes', positions: { b: { x: 640, y: 0 }, c: { x: 960, y: 0 } } });
  });

  it('leaves others alone when the node is dropped away from them', () => {
    const { edits, position } = splice({ x: 330, y: 200 });
    expect(position).toEqual({ x: 330, y: 200 });
    expect(edits.map(({ edit }) => edit)).toEqual(['removeEdge', 'addEdge', 'addEdge']);
  });

  it('does not put a source or a sink on an edge', () => {
    const node = { type: 'csvWrite', version: 1, settings: {} };
    expect(spliceEdits(flow, flow.edges[0]!, { id: 'n', node, definition: definitions['csvWrite'] })).toBeUndefined();
  });
});

describe('unspliceEdits', () => {
  it('joins the neighbours of the node that is taken out', () => {
    const { document } = applyEdit(flow, { edit: 'all', edits: unspliceEdits(flow, 'b') });
    expect(document.edges).toEqual([{ from: 'a.out', to: 'c.in' }]);
  });
});

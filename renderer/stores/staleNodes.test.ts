import { expect, it } from 'vitest';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import { applyEdit, type Edit } from '../../flows/model/edits.ts';
import { staleNodes } from './staleNodes.ts';

const node = { type: 'filterRows', version: 1, settings: { condition: 'A' } };
const flow: FlowDocument = {
  ...emptyDocument('Flow'),
  nodes: { a: node, b: node, c: node, d: node },
  edges: [
    { from: 'a.out', to: 'b.in' },
    { from: 'b.out', to: 'c.in' },
  ],
};
const after = (edit: Edit): string[] => [...staleNodes(flow, applyEdit(flow, edit).document)];

it('a changed setting makes stale what follows it, and nothing else', () => {
  expect(after({ edit: 'setSetting', id: 'b', path: ['condition'], value: 'B' })).toEqual(['b', 'c']);
});

it('so does another edge', () => {
  expect(after({ edit: 'removeEdge', edge: flow.edges[1]! })).toEqual(['c']);
});

it('names and places do not, nor does a setting that is put back', () => {
  expect(after({ edit: 'setTitle', id: 'a', title: 'First' })).toEqual([]);
  expect(after({ edit: 'moveNodes', positions: { a: { x: 1, y: 1 } } })).toEqual([]);
  const changed = applyEdit(flow, { edit: 'setSetting', id: 'b', path: ['condition'], value: 'B' });
  expect([...staleNodes(flow, applyEdit(changed.document, changed.inverse).document)]).toEqual([]);
});

it('without a run of this window nothing is', () => {
  expect(staleNodes(undefined, flow).size).toBe(0);
});

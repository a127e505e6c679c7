import { expect, it } from 'vitest';
import { applyEdit } from '../../flows/model/edits.ts';
import { testFlow, testNode } from '../../flows/model/testDefinitions.ts';
import { fixWithPlaces } from './applyFix.ts';

it('puts what a fix adds where the rejecting node was, moves the rest right, and is undone as one', () => {
  const flow = testFlow();
  const splice = { edit: 'all', edits: [
    { edit: 'addNode', id: 'keep2', node: testNode('keep') },
    { edit: 'removeEdge', edge: { from: 'map.out', to: 'write.in' } },
    { edit: 'addEdge', edge: { from: 'map.out', to: 'keep2.in' } },
    { edit: 'addEdge', edge: { from: 'keep2.out', to: 'write.in' } },
  ] } as const;
  const { document, inverse } = applyEdit(flow, fixWithPlaces(flow, splice, 'write'));
  expect(document.layout['keep2']).toEqual(flow.layout['write']);
  expect(document.layout['write']).toEqual({ x: flow.layout['write']!.x + 320, y: flow.layout['write']!.y });
  expect(document.layout['map']).toEqual(flow.layout['map']);
  expect(applyEdit(document, inverse).document).toEqual(flow);
});

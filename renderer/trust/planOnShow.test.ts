import { expect, test } from 'vitest';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import { isPlanOf } from './planOnShow.ts';

const node = (settings: FlowDocument['nodes'][string]['settings']) => ({ type: 'filterRows', version: 1, settings });
const planned: FlowDocument = { ...emptyDocument('Leads'), nodes: { a: node({ condition: 'A' }), b: node({}) }, edges: [{ from: 'a.out', to: 'b.in' }] };

test.each([
  ['another setting', { nodes: { ...planned.nodes, a: node({ condition: 'B' }) } }],
  ['a node less', { nodes: { a: planned.nodes['a']! } }],
  ['a node more', { nodes: { ...planned.nodes, c: node({}) } }],
  ['an edge less', { edges: [] }],
  ['a parameter', { parameters: { day: { type: 'text' as const } } }],
])('%s asks for a new plan', (_, change) => expect(isPlanOf(planned, { ...planned, ...change })).toBe(false));

test('a setting that is as it was, places and limits leave the plan as it is', () => {
  expect(isPlanOf(planned, { ...planned, nodes: { ...planned.nodes, a: node({ condition: 'A' }) }, layout: { a: { x: 1, y: 1 } }, limits: { rows: 5 } })).toBe(true);
});

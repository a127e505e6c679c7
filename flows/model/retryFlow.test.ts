import { describe, expect, test } from 'vitest';
import { definitions } from '../nodes/definitions.ts';
import type { FlowDocument, FlowNode } from './document.ts';
import { firstRejecting, retryFlow } from './retryFlow.ts';

const node = (type: string, settings: FlowNode['settings'] = {}): FlowNode => ({ type, version: definitions[type]!.version, settings });
const flow = (nodes: Readonly<Record<string, FlowNode>>, ...edges: readonly string[]): FlowDocument => ({
  sluice: 1,
  name: 'Flow',
  parameters: {},
  nodes,
  edges: edges.map((edge) => ({ from: edge.split(' → ')[0]!, to: edge.split(' → ')[1]! })),
  layout: {},
});
const read = node('csvRead', { file: 'in.csv' });
const write = node('csvWrite', { file: 'out.csv' });
const rejected = { node: 'map', schema: [{ name: 'Size', type: 'text' as const }], source: 'read' };
const retried = (before: FlowDocument, now: FlowDocument) => retryFlow(before, now, [rejected], definitions, 'r1');
const edgesOf = ({ document }: ReturnType<typeof retryFlow>) => document.edges.map(({ from, to }) => `${from} → ${to}`).sort();

describe('the flow of a retry', () => {
  const simple = flow({ read, map: node('mapColumns'), write }, 'read.out → map.in', 'map.out → write.in');

  test('begins behind the node that fed the one that rejected, and leaves sources out', () => {
    const retry = retried(simple, simple);
    expect(Object.keys(retry.document.nodes).sort()).toEqual(['map', 'retried1', 'write']);
    expect(edgesOf(retry)).toEqual(['map.out → write.in', 'retried1.out → map.in']);
  });

  test('goes through what was put between the two since', () => {
    const now = flow({ read, values: node('replaceValues'), map: node('mapColumns'), write }, 'read.out → values.in', 'values.out → map.in', 'map.out → write.in');
    expect(edgesOf(retried(simple, now))).toEqual(['map.out → write.in', 'retried1.out → values.in', 'values.out → map.in']);
  });

  test('takes rows no other way than to the node that rejected them: nothing is written twice', () => {
    const both = flow({ read, map: node('mapColumns'), write, other: write }, 'read.out → map.in', 'read.out → other.in', 'map.out → write.in');
    expect(Object.keys(retried(both, both).document.nodes)).not.toContain('other');
  });

  test('reads again what joins and lookups need first, also one that is new, and nothing else that flows in', () => {
    const nodes = { read, states: read, more: read, look: node('lookupRows', { keys: [{ column: 'Size', equals: 'Size' }] }), map: node('mapColumns'), union: node('unionRows'), write };
    const edges = ['read.out → look.in', 'states.out → look.reference', 'look.out → map.in', 'map.out → union.in1', 'more.out → union.in2', 'union.out → write.in'];
    const { document } = retried(simple, flow(nodes, ...edges));
    expect(Object.keys(document.nodes).sort()).toEqual(['look', 'map', 'retried1', 'states', 'union', 'write']);
  });

  test('goes in at the node itself where what fed it is gone', () => {
    const now = flow({ source: read, map: node('mapColumns'), write }, 'source.out → map.in', 'map.out → write.in');
    expect(edgesOf(retried(simple, now))).toEqual(['map.out → write.in', 'retried1.out → map.in']);
  });

  test('writes files of its own, and says so', () => {
    const { document, notes } = retried(simple, simple);
    expect(document.nodes['write']!.settings['file']).toBe('out.retry-r1.csv');
    expect(notes).toEqual([expect.stringContaining('writes out.retry-r1.csv; out.csv stays as it is.')]);
  });

  test('says what was changed before the place where the rows go in', () => {
    const now = { ...simple, nodes: { ...simple.nodes, read: node('csvRead', { file: 'other.csv' }) } };
    expect(retried(simple, now).notes[0]).toContain('was changed since, and comes before the place where the rows go in');
  });

  test('without the node that rejected there is none', () => {
    expect(() => retried(simple, flow({ read, write }, 'read.out → write.in'))).toThrow(expect.objectContaining({ code: 'retryNodeGone' }));
  });
});

test('rows that came by a rejected port are taken again where they were rejected first', () => {
  const two = flow({ read, map: node('mapColumns'), second: node('mapColumns'), write }, 'read.out → map.in', 'map.rejected → second.in', 'map.out → write.in');
  expect(firstRejecting(two, ['map', 'second'])).toEqual(['map']);
  expect(firstRejecting(two, ['second'])).toEqual(['second']);
});

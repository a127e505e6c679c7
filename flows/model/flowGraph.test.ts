import { describe, expect, it } from 'vitest';
import { emptyDocument, type FlowDocument } from './document.ts';
import { edgesInto, edgesOutOf, flowCycles, flowOrder, indexEdges } from './flowGraph.ts';
import { testNode } from './testDefinitions.ts';

function graph(ids: string, ...edges: string[]): FlowDocument {
  const nodes = Object.fromEntries(ids.split('').map((id) => [id, testNode('map')]));
  return { ...emptyDocument('graph'), nodes, edges: edges.map((edge) => ({ from: `${edge[0]!}.out`, to: `${edge[1]!}.in` })) };
}

describe('flowOrder', () => {
  it('puts every node after all that feed it', () => {
    expect(flowOrder(graph('abcd', 'dc', 'ca', 'cb', 'ab'))).toEqual(['d', 'c', 'a', 'b']);
  });

  it('does not depend on how the document was written', () => {
    expect(flowOrder(graph('dcba', 'ab', 'dc'))).toEqual(flowOrder(graph('abcd', 'dc', 'ab')));
  });

  it('counts two edges between the same nodes once', () => {
    expect(flowOrder(graph('ba', 'ab', 'ab'))).toEqual(['a', 'b']);
  });

  it('puts a cycle and what it feeds last', () => {
    expect(flowOrder(graph('abcde', 'ab', 'bc', 'cb', 'cd', 'ae'))).toEqual(['a', 'e', 'b', 'c', 'd']);
  });

  it('leaves edges to missing nodes out', () => {
    expect(flowOrder(graph('ab', 'xb', 'ay', 'ba'))).toEqual(['b', 'a']);
  });
});

describe('flowCycles', () => {
  it('names each cycle from its smallest id on', () => {
    expect(flowCycles(graph('abcdef', 'ab', 'cb', 'bd', 'dc', 'ee'))).toEqual([['b', 'd', 'c'], ['e']]);
  });

  it('finds none where two ways meet again', () => {
    expect(flowCycles(graph('abcd', 'ab', 'ac', 'bd', 'cd'))).toEqual([]);
  });
});

it('gives the edges at a node', () => {
  const flow = graph('abc', 'ab', 'bc');
  expect(edgesInto(flow, 'b')).toEqual([flow.edges[0]]);
  expect(edgesOutOf(flow, 'b')).toEqual([flow.edges[1]]);
});

it('gives the edges of many nodes from one look at the flow', () => {
  const flow = graph('abcd', 'ab', 'cb', 'bd');
  const edges = indexEdges(flow);
  for (const node of ['a', 'b', 'c', 'd']) {
    expect(edges.into(node)).toEqual(edgesInto(flow, node));
    expect(edges.outOf(node)).toEqual(edgesOutOf(flow, node));
  }
  expect(edges.into('missing')).toEqual([]);
});

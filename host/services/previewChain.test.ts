import { describe, expect, it } from 'vitest';
import { definitions } from '../../flows/nodes/definitions.ts';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import { previewChain } from './previewChain.ts';

const node = (type: string, settings: Record<string, unknown> = {}) => ({ type, version: 1, settings }) as FlowDocument['nodes'][string];
const flow = (nodes: FlowDocument['nodes'], ...edges: [string, string][]): FlowDocument => ({ ...emptyDocument('Flow'), nodes, edges: edges.map(([from, to]) => ({ from, to })) });
const chain = (document: FlowDocument, from: string): string[] => previewChain(document, from, definitions).map(({ node: id, into, port }) => `${into}>${id}>${port}`);

describe('the way of rows that are previewed', () => {
  const nodes = { leads: node('csvRead', { file: 'leads.csv' }), some: node('filterRows', { condition: 'true' }), sorted: node('sortRows'), out: node('csvWrite', { file: 'out.csv' }) };

  it('goes back from a port to the source, one row at a time', () => {
    expect(chain(flow(nodes, ['leads.out', 'some.in']), 'some.out')).toEqual(['>leads>out', 'in>some>out']);
  });

  it('takes what other nodes of the flow lack for none of its business, but puts in its own parameters', () => {
    const document = { ...flow({ ...nodes, leads: node('csvRead', { file: '{{file}}' }) }, ['leads.out', 'some.in']), parameters: { file: { type: 'text' as const, default: 'a.csv' }, other: { type: 'text' as const } } };
    expect(previewChain(document, 'some.out', definitions)[0]!.settings).toMatchObject({ file: 'a.csv' });
  });

  it('ends in words where a run is needed, or an edge', () => {
    expect(() => chain(flow(nodes, ['leads.out', 'sorted.in']), 'sorted.out')).toThrow('The rows of "Sort rows" are known only after a run.');
    expect(() => chain(flow(nodes, ['leads.out', 'some.in']), 'some.rejected')).toThrow('known only after a run');
    expect(() => chain(flow(nodes), 'some.out')).toThrow('No rows come into "Filter rows" yet.');
    expect(() => chain(flow(nodes, ['some.out', 'some.in']), 'some.out')).toThrow('known only after a run');
  });
});

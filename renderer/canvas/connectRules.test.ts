import { describe, expect, it } from 'vitest';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import { whyNotConnect } from './connectRules.ts';

const node = { type: 'filterRows', version: 1, settings: {} };
const chain: FlowDocument = {
  ...emptyDocument('Chain'),
  nodes: { a: node, b: node, c: node, d: node },
  edges: [
    { from: 'a.out', to: 'b.in' },
    { from: 'b.out', to: 'c.in' },
  ],
};

describe('joining two ports', () => {
  it('is allowed into a free port', () => {
    expect(whyNotConnect(chain, { from: 'b.rejected', to: 'd.in' })).toBeUndefined();
  });

  it('is refused when rows would go in a circle, at once or by way of others', () => {
    expect(whyNotConnect(chain, { from: 'a.out', to: 'a.in' })).toBe('A flow cannot go in a circle.');
    expect(whyNotConnect(chain, { from: 'c.out', to: 'a.in' })).toBe('A flow cannot go in a circle.');
  });

  it('is refused into a port that has an edge', () => {
    expect(whyNotConnect(chain, { from: 'd.out', to: 'c.in' })).toBe('This port has an edge already.');
  });
});

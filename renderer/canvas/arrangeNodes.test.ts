import { describe, expect, it } from 'vitest';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import { arrangeNodes } from './arrangeNodes.ts';
import { quickLayout } from './quickLayout.ts';

const size = () => ({ width: 252, height: 98 });
const step = { type: 'filterRows', version: 1, settings: {} };
const flow = (edges: [string, string][], layout: FlowDocument['layout'] = {}): FlowDocument => ({
  ...emptyDocument('Flow'),
  nodes: { a: step, b: step, c: step, d: step },
  edges: edges.map(([from, to]) => ({ from, to })),
  layout,
});

const arranged = (document: FlowDocument) => arrangeNodes(document, size, (line) => quickLayout(line, size));

describe('arrangeNodes', () => {
  it('puts nodes in columns along the rows, in one line where nothing branches', async () => {
    const places = await arranged(flow([['a.out', 'b.in'], ['b.out', 'c.in'], ['c.out', 'd.in']]));
    expect(Object.values(places).map(({ x }) => x)).toEqual([0, 320, 640, 960]);
    expect(new Set(Object.values(places).map(({ y }) => y)).size).toBe(1);
  });

  it('puts what takes rejected rows below what rejects them', async () => {
    const places = await arranged(flow([['a.rejected', 'd.in'], ['a.out', 'b.in'], ['b.out', 'c.in']]));
    expect(places['d']!.y).toBeGreaterThan(places['a']!.y);
    expect(places['d']!.y).toBeGreaterThan(places['b']!.y);
  });

  it('keeps the upper left corner of the flow, on the grid', async () => {
    const layout = { a: { x: 403, y: 200 }, b: { x: 500, y: 800 }, c: { x: 900, y: 300 }, d: { x: 500, y: 260 } };
    const places = await arranged(flow([['a.out', 'b.in'], ['b.out', 'c.in'], ['b.rejected', 'd.in']], layout));
    expect(Math.min(...Object.values(places).map(({ x }) => x))).toBe(400);
    expect(Math.min(...Object.values(places).map(({ y }) => y))).toBe(200);
    expect(Object.values(places).every(({ x, y }) => x % 8 === 0 && y % 8 === 0)).toBe(true);
  });
});

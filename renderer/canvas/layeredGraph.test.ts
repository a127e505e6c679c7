import Elk from 'elkjs/lib/elk.bundled.js';
import { expect, it } from 'vitest';
import { inPort, outPort, rejectedPort } from '../../flows/kit/defineNode.ts';
import { emptyDocument, type FlowDocument, type Position } from '../../flows/model/document.ts';
import { cardLayout } from './cardLayout.ts';
import { layeredGraph, placesOf } from './layeredGraph.ts';

const step = { type: 'filterRows', version: 1, settings: {} };
const flow = (ids: string, ...edges: string[]): FlowDocument => ({
  ...emptyDocument('Flow'),
  nodes: Object.fromEntries(ids.split('').map((id) => [id, step])),
  edges: edges.map((edge) => ({ from: edge.split(' ')[0]!, to: edge.split(' ')[1]! })),
});
const left = { name: 'left', title: 'Left' };
const right = { name: 'right', title: 'Right' };
const layout = cardLayout({ title: '', caption: '', ins: [inPort], outs: [outPort, rejectedPort] });
const joining = cardLayout({ title: '', caption: '', ins: [left, right], outs: [outPort] });

async function arranged(document: FlowDocument): Promise<Record<string, Position>> {
  return placesOf(await new Elk().layout(layeredGraph(document, (id) => (id === 'j' ? joining : layout))));
}

it('puts nodes in columns along the rows, in one line where nothing branches', async () => {
  const { a, b, c } = await arranged(flow('abc', 'a.out b.in', 'b.out c.in'));
  expect([b!.x - a!.x, c!.x - b!.x]).toEqual([320, 320]);
  expect(new Set([a!.y, b!.y, c!.y]).size).toBe(1);
});

it('keeps the rows that go on straight, and what takes rejected rows below', async () => {
  const { a, b, c, r } = await arranged(flow('rabc', 'a.rejected r.in', 'a.out b.in', 'b.out c.in'));
  expect(new Set([a!.y, b!.y, c!.y]).size).toBe(1);
  expect(r!.y).toBeGreaterThan(b!.y);
});

it('orders what feeds a node as its ports are, so that no edges cross', async () => {
  for (const ids of ['abj', 'baj']) {
    const { a, b } = await arranged(flow(ids, 'a.out j.right', 'b.out j.left'));
    expect(b!.y).toBeLessThan(a!.y);
  }
});

it('leaves out edges to ports that are not there', async () => {
  expect(layeredGraph(flow('ab', 'a.out b.in', 'a.gone b.in', 'x.out b.in'), () => layout).edges).toHaveLength(1);
});

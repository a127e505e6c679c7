import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort } from '../../flows/kit/defineNode.ts';
import { f } from '../../flows/kit/fields.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { applyEdit } from '../../flows/model/edits.ts';
import { viewEdges } from './viewEdges.ts';
import { viewNodes, withRejectedBelow } from './viewNodes.ts';

const definitions = {
  step: defineNode({
    type: 'step',
    version: 1,
    kind: 'transform',
    title: 'Step',
    summary: 'A step.',
    category: 'Rows',
    settings: z.object({ text: f.text({ title: 'Text', help: '' }) }),
    ports: () => ({ in: [inPort], out: [outPort] }),
    caption: ({ text }) => text,
    traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
  }),
};

const document: FlowDocument = {
  sluice: 1,
  name: 'Two steps',
  parameters: {},
  nodes: { a: { type: 'step', version: 1, settings: { text: 'first' } }, b: { type: 'step', version: 1, settings: {} } },
  edges: [{ from: 'a.out', to: 'b.in' }],
  layout: { a: { x: 0, y: 0 }, b: { x: 360, y: 0 } },
};
const nobody = new Set<string>();
const view = (previous: ReturnType<typeof viewNodes>, doc: FlowDocument, selected = nobody) => viewNodes(previous, doc, definitions, selected);

describe('the view of the nodes', () => {
  it('shows title, caption and ports', () => {
    const [a] = view([], document);
    expect(a).toMatchObject({ id: 'a', position: { x: 0, y: 0 }, data: { shape: { title: 'Step', caption: 'first', ins: [inPort], outs: [outPort] } } });
  });

  it('is the very same list while the document and the selection are', () => {
    const views = view([], document);
    expect(view(views, document)).toBe(views);
  });

  it('makes one new view when one node changes', () => {
    const views = view([], document);
    const changed = view(views, applyEdit(document, { edit: 'setTitle', id: 'b', title: 'Second' }).document);
    expect(changed[0]).toBe(views[0]);
    expect(changed[1]).not.toBe(views[1]);
    expect(changed[1]!.data.shape.title).toBe('Second');
  });

  it('keeps the data of a node that is only selected', () => {
    const views = view([], document);
    const selected = view(views, document, new Set(['a']));
    expect(selected[0]!.selected).toBe(true);
    expect(selected[0]!.data).toBe(views[0]!.data);
    expect(selected[1]).toBe(views[1]);
  });

  it('leaves a node where the drag has it while something else changes', () => {
    const views = view([], document).map((one) => (one.id === 'a' ? { ...one, position: { x: 50, y: 50 } } : one));
    expect(view(views, document, new Set(['a']))[0]!.position).toEqual({ x: 50, y: 50 });
  });

  it('moves a node when the document moves it, and keeps what was measured', () => {
    const views = view([], document).map((one) => ({ ...one, measured: { width: 264, height: 88 } }));
    const [moved] = view(views, applyEdit(document, { edit: 'moveNodes', positions: { a: { x: 8, y: 16 } } }).document);
    expect(moved).toMatchObject({ position: { x: 8, y: 16 }, measured: { width: 264, height: 88 } });
  });

  it('knows its size and its ports before it is drawn', () => {
    const [a] = view([], document);
    expect(a!.measured).toEqual({ width: 252, height: 100 });
    expect(a!.handles).toMatchObject([{ id: 'in', type: 'target', position: 'left' }, { id: 'out', type: 'source', position: 'right' }]);
  });

  it('keeps a measured size while a setting changes and the ports do not', () => {
    const views = view([], document).map((one) => ({ ...one, measured: { width: 252, height: 116 } }));
    const [changed] = view(views, applyEdit(document, { edit: 'setTitle', id: 'a', title: 'First' }).document);
    expect(changed!.measured).toEqual({ width: 252, height: 116 });
  });

  it('has its port for rejected rows at its lower edge, however high it was measured', () => {
    const refusing = { step: { ...definitions.step, ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }) } };
    const [a] = viewNodes([], document, refusing, nobody);
    expect(a!.handles!.at(-1)).toMatchObject({ id: 'rejected', y: 93 });
    const higher = withRejectedBelow({ ...a!, measured: { width: 252, height: 116 } });
    expect(higher.handles!.at(-1)).toMatchObject({ id: 'rejected', y: 109 });
    expect(withRejectedBelow(higher)).toBe(higher);
  });

  it('places nodes without a place right of what feeds them', () => {
    const [a, b] = view([], { ...document, layout: {} });
    expect(b!.position.x).toBeGreaterThan(a!.position.x + 264);
  });
});

describe('the view of the edges', () => {
  it('is the very same list while edges and selection are, whatever happens to the nodes', () => {
    const views = viewEdges([], document, undefined);
    expect(viewEdges(views, applyEdit(document, { edit: 'setTitle', id: 'b', title: 'Second' }).document, undefined)).toBe(views);
  });

  it('leaves out an edge that leads nowhere', () => {
    expect(viewEdges([], { ...document, edges: [{ from: 'a.out', to: 'gone.in' }] }, undefined)).toEqual([]);
  });
});

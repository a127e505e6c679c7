import { describe, expect, it } from 'vitest';
import type { FlowDocument } from '../../flows/model/document.ts';
import { applyEdit } from '../../flows/model/edits.ts';
import { nodesAsText, pasteEdit } from './nodesAsText.ts';

const document: FlowDocument = {
  sluice: 1,
  name: 'Three steps',
  parameters: {},
  nodes: {
    filterRows: { type: 'filterRows', version: 1, settings: { condition: 'TRUE' } },
    mapColumns: { type: 'mapColumns', version: 1, settings: {} },
    csvWrite: { type: 'csvWrite', version: 1, settings: {} },
  },
  edges: [
    { from: 'filterRows.out', to: 'mapColumns.in' },
    { from: 'mapColumns.out', to: 'csvWrite.in' },
  ],
  layout: { filterRows: { x: 0, y: 0 }, mapColumns: { x: 360, y: 40 }, csvWrite: { x: 720, y: 0 } },
};

describe('nodes as text', () => {
  const text = nodesAsText(document, new Set(['filterRows', 'mapColumns']));

  it('pastes the nodes under new ids, with the edges between them and their settings', () => {
    const { edit, ids } = pasteEdit(document, text, undefined)!;
    const pasted = applyEdit(document, edit).document;
    expect(ids).toEqual(['filterRows2', 'mapColumns2']);
    expect(pasted.nodes['filterRows2']!.settings).toEqual({ condition: 'TRUE' });
    expect(pasted.edges.slice(2)).toEqual([{ from: 'filterRows2.out', to: 'mapColumns2.in' }]);
    expect(pasted.layout['mapColumns2']).toEqual({ x: 392, y: 72 });
  });

  it('puts the top left of what is pasted at the place asked for', () => {
    const pasted = applyEdit(document, pasteEdit(document, text, { x: 1000, y: 500 })!.edit).document;
    expect(pasted.layout).toMatchObject({ filterRows2: { x: 1000, y: 500 }, mapColumns2: { x: 1360, y: 540 } });
  });

  it('is nothing when the text is no part of a flow', () => {
    for (const other of ['', 'hello', '{"a":1}', '{"sluiceNodes":1,"nodes":{},"edges":[]}', text.replace('"mapColumns.in"', '"gone.in"')]) {
      expect(pasteEdit(document, other, undefined)).toBeUndefined();
    }
  });
});

import { describe, expect, it } from 'vitest';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import { applyEdit } from '../../flows/model/edits.ts';
import { changeParameter, renameParameter, valueOf } from './parameterEdits.ts';

const flow: FlowDocument = {
  ...emptyDocument('Flow'),
  parameters: { day: { type: 'text' }, limit: { type: 'number', default: 10 } },
  nodes: { read: { type: 'csvRead', version: 1, settings: { file: 'leads-{{day}}.csv', note: '{{day}}', limit: '{{ limit }}' } } },
};

describe('parameter edits', () => {
  it('a new name is used wherever the old one was, as one step', () => {
    const { document, inverse } = applyEdit(flow, renameParameter(flow, 'day', 'date'));
    expect(Object.keys(document.parameters)).toEqual(['date', 'limit']);
    expect(document.nodes['read']!.settings).toEqual({ file: 'leads-{{date}}.csv', note: '{{date}}', limit: '{{ limit }}' });
    expect(applyEdit(document, inverse).document).toEqual(flow);
  });

  it('changing one leaves the others and the order', () => {
    expect(applyEdit(flow, changeParameter(flow, 'day', { type: 'text', default: 'today' })).document.parameters).toEqual({
      day: { type: 'text', default: 'today' },
      limit: { type: 'number', default: 10 },
    });
    expect(Object.keys(applyEdit(flow, changeParameter(flow, 'day', undefined)).document.parameters)).toEqual(['limit']);
  });

  it('reads what was typed as the type says', () => {
    expect(valueOf('number', ' 1.5 ')).toBe(1.5);
    expect(valueOf('number', 'ten')).toBeUndefined();
    expect(valueOf('boolean', 'false')).toBe(false);
    expect(valueOf('text', ' a ')).toBe(' a ');
    expect(valueOf('text', '')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { definitions } from '../../flows/nodes/definitions.ts';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import { outlineRows } from './outlineRows.ts';

const node = (type: string) => ({ type, version: 1, settings: {} });
const flow: FlowDocument = {
  ...emptyDocument('Flow'),
  nodes: { read: node('csvRead'), bad: node('csvWrite'), keep: node('filterRows'), write: node('csvWrite') },
  edges: [
    { from: 'read.out', to: 'keep.in' },
    { from: 'read.rejected', to: 'bad.in' },
    { from: 'keep.out', to: 'write.in' },
  ],
  groups: { group: { title: 'Cleaning', nodes: ['bad', 'keep'] } },
  notes: { note: { text: 'Ask Ana', x: 0, y: 0, width: 1, height: 1 } },
};
const lines = (document: FlowDocument): string[] => outlineRows(document, definitions).map(({ view, depth }) => `${'  '.repeat(depth)}${view}`);

describe('the lines of the outline', () => {
  it('have a group with its nodes where the first of them stands, and the notes last', () => {
    expect(lines(flow)).toEqual(['read', '  group:group', '      bad', '    keep', 'write', 'note:note']);
  });

  it('leave out the nodes of a collapsed group', () => {
    expect(lines({ ...flow, groups: { group: { title: 'Cleaning', nodes: ['keep'], isCollapsed: true } } })).toEqual(['read', '  bad', 'group:group', 'write', 'note:note']);
  });
});

import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort, type NodeDefinition } from '../kit/defineNode.ts';
import { f } from '../kit/fields.ts';
import type { FlowDocument, FlowNode } from './document.ts';

const traits = { state: 'none', order: 'keeps', deterministic: true, conserves: true } as const;

const read = defineNode({
  type: 'read',
  version: 1,
  kind: 'source',
  title: 'Read',
  summary: 'Reads rows.',
  category: 'Files',
  settings: z.object({
    file: f.file({ title: 'File', help: 'The file to read.', file: { access: 'read', extensions: ['csv'] }, required: true }),
    columns: f.columnTypes({ title: 'Columns', help: 'The columns of the file.', lookup: 'columns' }),
    limit: f.number({ title: 'Limit', help: 'Rows at most.', default: 100, min: 1 }),
  }),
  ports: () => ({ in: [], out: [outPort, rejectedPort] }),
  columns: ({ columns }) => (columns.length > 0 ? columns : undefined),
  traits,
});

const keep = defineNode({
  type: 'keep',
  version: 3,
  kind: 'transform',
  title: 'Keep',
  summary: 'Keeps rows.',
  category: 'Rows',
  settings: z.object({
    column: f.text({ title: 'Column', help: 'The column to look at.', required: true }),
    mode: f.choice([{ value: 'equals', title: 'Equals' }, { value: 'filled', title: 'Is filled' }], { title: 'Mode', help: 'How to look.', default: 'equals' }),
    value: f.text({ title: 'Value', help: 'What it must be.', required: true, when: { setting: 'mode', is: ['equals'] } }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  check: ({ column }, [upstream]) =>
    upstream && column !== '' && !upstream.some(({ name }) => name === column)
      ? [{ code: 'columnMissing', severity: 'error', message: `There is no column "${column}" in the incoming rows.`, path: ['column'] }]
      : [],
  migrate: {
    1: (older) => ({ column: (older as { field: string }).field }),
    2: (older) => ({ ...(older as object), mode: 'filled' }),
  },
  traits,
});

const map = defineNode({
  type: 'map',
  version: 1,
  kind: 'transform',
  title: 'Map',
  summary: 'Makes columns.',
  category: 'Columns',
  settings: z.object({ mapping: f.mapping({ title: 'Mapping', help: 'Column by column.' }) }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  columns: ({ mapping }) => mapping.map(({ column }) => ({ name: column, type: 'text' as const })),
  traits,
});

const write = defineNode({
  type: 'write',
  version: 1,
  kind: 'sink',
  title: 'Write',
  summary: 'Writes rows.',
  category: 'Salesforce',
  settings: z.object({ connection: f.connection({ title: 'Connection', help: 'Where to write.', system: 'salesforce' }) }),
  ports: () => ({ in: [inPort], out: [rejectedPort] }),
  traits,
});

/** Four small node types that show every kind of setting and port the model must deal with. */
export const testDefinitions: Readonly<Record<string, NodeDefinition>> = { read, keep, map, write };

export function testNode(type: string, settings: FlowNode['settings'] = {}): FlowNode {
  return { type, version: testDefinitions[type]?.version ?? 1, settings };
}

/** read → keep → map → write, without a fault. */
export function testFlow(): FlowDocument {
  return {
    sluice: 1,
    name: 'Four steps',
    parameters: {},
    nodes: {
      read: testNode('read', { file: 'in.csv', columns: [{ name: 'City', type: 'text' }, { name: 'Size', type: 'number' }] }),
      keep: testNode('keep', { column: 'City', value: 'Bern' }),
      map: testNode('map', { mapping: [{ column: 'Town', formula: 'City' }] }),
      write: testNode('write', { connection: 'demo' }),
    },
    edges: [
      { from: 'read.out', to: 'keep.in' },
      { from: 'keep.out', to: 'map.in' },
      { from: 'map.out', to: 'write.in' },
    ],
    layout: { read: { x: 0, y: 0 }, keep: { x: 260, y: 0 }, map: { x: 520, y: 0 }, write: { x: 780, y: 0 } },
  };
}

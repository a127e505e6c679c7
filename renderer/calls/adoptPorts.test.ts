import { expect, it } from 'vitest';
import { applyEdit } from '../../flows/model/edits.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { adoptPorts } from './adoptPorts.ts';

const ports = [{ way: 'in', name: 'contacts', title: 'Contacts' }, { way: 'out', name: 'good', title: 'Good' }, { way: 'out', name: 'rest', title: 'Rest' }] as const;
const document: FlowDocument = {
  sluice: 1,
  name: 'Main',
  parameters: {},
  nodes: {
    read: { type: 'csvRead', version: 1, settings: {} },
    write: { type: 'csvWrite', version: 1, settings: {} },
    call: { type: 'callFlow', version: 1, settings: { file: 'clean.json', parameters: [{ name: 'gone', value: 1 }, { name: 'kept', value: 2 }] } },
  },
  edges: [{ from: 'read.out', to: 'call.in' }, { from: 'call.out', to: 'write.in' }],
  layout: {},
};
const wanted = { ports, parameters: { kept: { type: 'number' as const } } };

it('takes over the ports, brings the edges along, and drops values of parameters that are gone', () => {
  const { document: after, inverse } = applyEdit(document, adoptPorts(document, 'call', wanted)!);
  expect(after.nodes['call']!.settings).toEqual({ file: 'clean.json', ports, parameters: [{ name: 'kept', value: 2 }] });
  expect(after.edges).toEqual([{ from: 'read.out', to: 'call.contacts' }, { from: 'call.good', to: 'write.in' }]);
  expect(adoptPorts(after, 'call', wanted)).toBeUndefined();
  expect(applyEdit(after, inverse).document.nodes).toEqual(document.nodes);
});

it('leaves an edge where it is when there is no port for it', () => {
  const { document: after } = applyEdit(document, adoptPorts(document, 'call', { ...wanted, ports: ports.slice(1) })!);
  expect(after.edges).toEqual([{ from: 'read.out', to: 'call.in' }, { from: 'call.good', to: 'write.in' }]);
});

import { expect, it } from 'vitest';
import { emptyDocument, type FlowDocument } from './document.ts';
import { runEdge, runEnd, shownEnd } from './runPlaces.ts';

const document: FlowDocument = { ...emptyDocument('Main'), nodes: { call: { type: 'callFlow', version: 1, settings: {} }, write: { type: 'csvWrite', version: 1, settings: {} } } };

it('an end at a call lies, in a run, at the node that stands for the port', () => {
  expect(runEnd(document, 'call.good', 'out')).toBe('call/good.out');
  expect(runEnd(document, 'call.contacts', 'in')).toBe('call/contacts.in');
  expect(runEnd(document, 'write.in', 'in')).toBe('write.in');
  expect(runEdge(document, 'call.good → write.in')).toBe('call/good.out → write.in');
  expect(runEdge(document, 'write.rejected')).toBe('write.rejected');
});

it('and back; ends deeper inside are shown nowhere', () => {
  expect(shownEnd('call/good.out', 'out')).toBe('call.good');
  expect(shownEnd('write.in', 'in')).toBe('write.in');
  expect(shownEnd('call/deep/good.out', 'out')).toBeUndefined();
  expect(shownEnd('call/good.rejected', 'out')).toBeUndefined();
});

import { expect, it } from 'vitest';
import { emptyDocument } from '../../flows/model/document.ts';
import { placeSources } from './dropFiles.ts';

it('files that are dropped together stand below each other, each with an id of its own', () => {
  const csv = { type: 'csvRead', version: 1, settings: {} };
  const document = { ...emptyDocument('Flow'), nodes: { csvRead: csv } };
  const edits = placeSources(document, [csv, { ...csv, type: 'xlsxRead' }, csv], { x: 126, y: 49 });
  expect(edits.map(({ id }) => id)).toEqual(['csvRead2', 'xlsxRead', 'csvRead3']);
  expect(edits.map(({ position }) => position)).toEqual([{ x: 0, y: 0 }, { x: 0, y: 136 }, { x: 0, y: 272 }]);
});

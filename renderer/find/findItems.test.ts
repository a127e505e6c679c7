import { expect, it } from 'vitest';
import { testDefinitions, testFlow } from '../../flows/model/testDefinitions.ts';
import { findItems } from './findItems.ts';

const columns = [{ name: 'City', type: 'text' as const }];

it('finds nodes, settings, columns, groups and notes, and says where each is', () => {
  const flow = { ...testFlow(), groups: { g: { title: 'Clean', nodes: ['keep'] } }, notes: { n: { text: '# Ask Lena\nfirst', x: 0, y: 0, width: 200, height: 100 } } };
  const items = findItems(flow, testDefinitions, new Map([['read.out', columns], ['keep.out', columns]]));
  const found = (title: string) => items.filter((item) => item.title === title).map(({ node, setting }) => ({ node, setting }));
  expect(found('Bern')).toEqual([{ node: 'keep', setting: 'value' }]);
  expect(found('Town = City')).toEqual([{ node: 'map', setting: 'mapping' }]);
  expect(found('Clean')).toEqual([{ node: 'group:g', setting: undefined }]);
  expect(found('# Ask Lena')).toEqual([{ node: 'note:n', setting: undefined }]);
  expect(items.filter(({ id }) => id.startsWith('column'))).toMatchObject([{ title: 'City', node: 'read' }]);
});

import { expect, test } from 'vitest';
import type { ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { RecordChange } from '../../kit/change.ts';
import { definition } from './definition.ts';
import { divided, goesByBulk } from './sendings.ts';
import type { Settings } from './settings.ts';

const settingsOf = (given: Partial<Settings> = {}): Settings => definition.settings.parse({ object: 'Account', operation: 'update', parallel: 6, ...given });
const parent = { name: 'ParentId', type: 'reference', relationshipName: 'Parent', referenceTo: ['Account'] };
const describe = { name: 'Account', fields: [parent] } as unknown as ObjectDescribe;

function changes(count: number, field = 'Name', action: RecordChange['action'] = 'update'): RecordChange[] {
  return Array.from({ length: count }, (_, at) => ({ action, key: `${at}`, id: `${at}`, fields: [{ name: field, before: null, after: `v${at}` }] }));
}

const shapes = (given: readonly RecordChange[], settings: Settings) => divided(given, { settings, insertBy: undefined }, describe).map(({ places, atOnce }) => [places.length, atOnce]);

test('few changes are calls, as many at once as the settings allow; many are one job, and two of these at once', () => {
  expect(shapes(changes(450), settingsOf())).toEqual([[200, 6], [200, 6], [50, 6]]);
  expect(shapes(changes(2001), settingsOf())).toEqual([[2001, 2]]);
  expect(shapes(changes(2001), settingsOf({ parallel: 1 }))).toEqual([[2001, 1]]);
});

test('records that name others of their object go one sending after another: those may stand right before them', () => {
  expect(shapes(changes(400, 'Parent.Key__c'), settingsOf())).toEqual([[200, 1], [200, 1]]);
  expect(shapes(changes(2001, 'Parent.Key__c'), settingsOf())).toEqual([[2001, 1]]);
  expect(shapes(changes(400, 'Owner.Username'), settingsOf())).toEqual([[200, 6], [200, 6]]);
});

test('undeletes go by calls, and what comes with them as it would without', () => {
  const mixed = [...changes(100, 'Name', 'undelete'), ...changes(2001)];
  const settings = settingsOf();
  const parts = divided(mixed, { settings, insertBy: undefined }, describe);
  expect(parts.map(({ places: [first, ...rest] }) => [first, rest.length + 1])).toEqual([[100, 2001], [0, 100]]);
  expect(parts.map(({ places }) => goesByBulk(places.map((place) => mixed[place]!), settings))).toEqual([true, false]);
  expect(shapes([...changes(100, 'Name', 'undelete'), ...changes(20)], settings)).toEqual([[100, 6], [20, 6]]);
});

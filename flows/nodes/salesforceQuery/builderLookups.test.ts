import { expect, test } from 'vitest';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import { sourceContext } from '../../../test/nodes/sourceContext.ts';
import { run as write } from '../salesforceWrite/run.ts';
import { builderLookups } from './builderLookups.ts';
import type { Settings } from './preparedQuery.ts';

const at = orgForTests();
const context = (settings: Partial<Settings>) => sourceContext(at.connection, { soql: '', ...settings });

test('the objects that can be queried, with their labels', async () => {
  const objects = await builderLookups.objects(context({}));
  expect(objects).toContainEqual({ value: 'Contact', label: 'Contact', detail: 'Contact' });
});

test('the fields of the object in FROM: types, values of picklists, ways to parents', async () => {
  const fields = await builderLookups.fields(context({ soql: 'SELECT Id FROM Contact' }));
  const field = (name: string) => fields.find(({ value }) => value === name);
  expect(field('Birthdate')).toMatchObject({ label: 'Birthdate', type: 'date', examples: [] });
  expect(field('AccountId')).toMatchObject({ relationship: 'Account', objects: ['Account'] });
  expect(field('LeadSource')?.examples).toContain('Web');
  expect(field('Email')).not.toHaveProperty('relationship');
});

test('how many records a query finds, with its values bound', async () => {
  const [count] = await builderLookups.count(context({ soql: 'SELECT COUNT() FROM Contact WHERE Id != :none', binds: [{ name: 'none', value: '003000000000000', type: 'text' }] }));
  expect(count).toEqual({ value: '340', label: '340' });
});

test('what columns can be mapped to: the fields that can be written, with type, values and whether they must be filled', async () => {
  const fields = await write.lookups!['fields']!({ ...context({}), settings: { connection: 'demo', object: 'Lead' } as never });
  const field = (name: string) => fields.find(({ value }) => value === name);
  expect(field('Company')).toMatchObject({ label: 'Company', type: 'text', required: true });
  expect(field('AnnualRevenue')).toMatchObject({ type: 'number', required: false });
  expect(field('LeadSource')?.examples).toContain('Web');
  expect(field('CreatedDate')).toBeUndefined();
});

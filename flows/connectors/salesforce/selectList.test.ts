import { describe, expect, test } from 'vitest';
import type { ObjectDescribe } from './objectDescribe.ts';
import { parseSelectList, selectedColumns } from './selectList.ts';

const field = (name: string, type: string, relationshipName: string | null = null, referenceTo: string[] = []) => ({
  name,
  label: name,
  type,
  createable: true,
  updateable: true,
  nillable: true,
  defaultedOnCreate: false,
  externalId: false,
  idLookup: false,
  relationshipName,
  referenceTo,
});
const objects: Record<string, ObjectDescribe> = {
  Contact: { name: 'Contact', label: 'Contact', fields: [field('Id', 'id'), field('Birthdate', 'date'), field('Score__c', 'double'), field('AccountId', 'reference', 'Account', ['Account'])] },
  Account: { name: 'Account', label: 'Account', fields: [field('Name', 'string'), field('AnnualRevenue', 'currency')] },
};
const describeObject = (name: string): Promise<ObjectDescribe> => Promise.resolve(objects[name]!);
const columnsOf = async (soql: string): Promise<Record<string, string>> => Object.fromEntries((await selectedColumns(parseSelectList(soql)!, describeObject)).map(({ name, type }) => [name, type]));

describe('the columns of a query', () => {
  test('are the fields it names, with the types of the describe, through parents too', async () => {
    expect(await columnsOf('SELECT Id, Birthdate,\n Account.AnnualRevenue FROM Contact WHERE Id != null')).toEqual({ Id: 'text', Birthdate: 'date', 'Account.AnnualRevenue': 'number' });
  });

  test('are the aliases of functions, or expr0, expr1 where there is none', async () => {
    expect(await columnsOf('SELECT COUNT(Id), MAX(Birthdate) youngest, FORMAT(Score__c) FROM Contact')).toEqual({ expr0: 'number', youngest: 'date', expr1: 'text' });
  });

  test('are all fields for FIELDS(ALL), the custom ones for FIELDS(CUSTOM)', async () => {
    expect(Object.keys(await columnsOf('SELECT FIELDS(ALL) FROM Contact LIMIT 200'))).toEqual(['Id', 'Birthdate', 'Score__c', 'AccountId']);
    expect(Object.keys(await columnsOf('SELECT FIELDS(CUSTOM) FROM Contact LIMIT 200'))).toEqual(['Score__c']);
  });

  test('are not cut at a FROM or a comma inside a sub-query', () => {
    expect(parseSelectList('select Id, (select Name, Id from Cases), Name from Account')).toEqual({ object: 'Account', items: ['Id', '(select Name, Id from Cases)', 'Name'] });
  });

  test('of a path through a relationship that is not there are a problem of the settings', async () => {
    await expect(columnsOf('SELECT Owner.Name FROM Contact')).rejects.toMatchObject({ kind: 'settings', code: 'fieldUnknown', message: 'Contact has no relationship "Owner" (in "Owner.Name").' });
  });

  test('are unknown for what is no query', () => {
    expect(parseSelectList('DELETE FROM Contact')).toBeUndefined();
    expect(parseSelectList('SELECT Id')).toBeUndefined();
  });
});

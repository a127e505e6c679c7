import { describe, expect, it } from 'vitest';
import type { FieldDescribe, ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import { suggestMapping } from '../../kit/mapping/suggestMapping.ts';
import { targetFields } from './targetFields.ts';

const field = (name: string, label: string, more: Partial<FieldDescribe> = {}): FieldDescribe => ({
  name,
  label,
  type: 'string',
  createable: true,
  updateable: true,
  nillable: true,
  defaultedOnCreate: false,
  externalId: false,
  idLookup: false,
  relationshipName: null,
  referenceTo: [],
  ...more,
});
const lookup = (name: string, label: string, relationshipName: string, ...referenceTo: string[]): FieldDescribe => field(name, label, { type: 'reference', relationshipName, referenceTo });

const objects: Readonly<Record<string, ObjectDescribe>> = {
  Contact: {
    name: 'Contact',
    label: 'Contact',
    fields: [
      field('LastName', 'Last Name', { nillable: false }),
      lookup('AccountId', 'Account ID', 'Account', 'Account'),
      lookup('OwnerId', 'Owner ID', 'Owner', 'User', 'Group'),
      lookup('RecordTypeId', 'Record Type ID', 'RecordType', 'RecordType'),
      lookup('Anything__c', 'Anything', 'Anything__r', 'Account', 'Contact', 'Lead'),
      lookup('Hidden__c', 'Hidden', 'Hidden__r', 'Secret__c'),
    ],
  },
  Account: { name: 'Account', label: 'Account', fields: [field('Name', 'Account Name'), field('External_Key__c', 'External Key', { externalId: true })] },
  User: { name: 'User', label: 'User', fields: [field('Username', 'Username'), field('Email', 'Email')] },
  Group: { name: 'Group', label: 'Group', fields: [field('DeveloperName', 'Developer Name')] },
  RecordType: { name: 'RecordType', label: 'Record Type', fields: [field('DeveloperName', 'Record Type Name')] },
};
const choices = () => targetFields(objects['Contact']!, async (object) => objects[object] ?? Promise.reject(new Error(`${object} is not visible`)));

describe('the fields that a column can fill', () => {
  it('are those of the object and the keys of its parents; a parent nobody may see has none', async () => {
    expect((await choices()).slice(6).map(({ value, label, detail }) => [value, label, detail])).toEqual([
      ['Account.External_Key__c', 'Account External Key', 'finds the account'],
      ['Owner.Username', 'Owner Username', 'finds the user'],
      ['Owner.DeveloperName', 'Owner Developer Name', 'finds the group'],
      ['RecordType.DeveloperName', 'Record Type', 'finds the record type'],
    ]);
  });

  it('are found by Auto-map, by the names and values that files have', async () => {
    const fields = (await choices()).map(({ value, label, detail, type, examples }) => ({ name: value, label, kind: detail, type, values: examples ?? [] }));
    const column = (name: string, ...samples: string[]) => ({ name, type: 'text' as const, samples });
    const found = suggestMapping(
      [column('Surname', 'Ng', 'Sato'), column('Account Key', 'A-1', 'A-2'), column('owner_username', 'a@b.example'), column('Record Type', 'Partner', 'Customer')],
      fields,
      'Contact',
    );
    expect(Object.fromEntries(found.map((one) => [one.column, one.field]))).toEqual({
      Surname: 'LastName',
      'Account Key': 'Account.External_Key__c',
      owner_username: 'Owner.Username',
      'Record Type': 'RecordType.DeveloperName',
    });
  });
});

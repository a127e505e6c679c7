import { describe, expect, it } from 'vitest';
import { nameTokens } from './nameTokens.ts';
import { suggestMapping, type MappingColumn, type MappingField } from './suggestMapping.ts';

const column = (name: string, samples: readonly string[] = []): MappingColumn => ({ name, type: 'text', samples });
const fields: readonly MappingField[] = [
  { name: 'LastName', label: 'Last Name' },
  { name: 'Email', label: 'Email', kind: 'email' },
  { name: 'MailingCity', label: 'Mailing City' },
  { name: 'OtherCity', label: 'Other City' },
  { name: 'OwnerId', label: 'Owner ID', kind: 'reference' },
  { name: 'Rating', label: 'Rating', kind: 'picklist', values: ['Hot', 'Warm', 'Cold'] },
];
const suggest = (...columns: MappingColumn[]) => suggestMapping(columns, fields, 'Contact').map((one) => `${one.column} → ${one.field} ${one.reason.kind}`);

describe('which columns fill which fields', () => {
  it('tells why: the name, the label, another word for it, most of the words', () => {
    expect(suggest(column('last_name'))).toEqual(['last_name → LastName name']);
    expect(suggest(column('Mailing city'))).toEqual(['Mailing city → MailingCity name']);
    expect(suggest(column('Nachname'))).toEqual(['Nachname → LastName synonym']);
    expect(suggest(column('Town'))).toEqual(['Town → MailingCity similar']);
  });

  it('knows by the values what a name does not tell', () => {
    expect(suggest(column('Column 7', ['ada@example.org', 'bo@example.org']))).toEqual(['Column 7 → Email values']);
    expect(suggest(column('Temperature', ['Hot', 'warm', 'Cold']))).toEqual(['Temperature → Rating values']);
  });

  it('holds back where the values speak against the field', () => {
    expect(suggest(column('Owner', ['Kim Lee', 'Jo Marsh']))).toEqual([]);
    expect(suggest(column('Mail', ['yes', 'no']))).toEqual([]);
  });

  it('gives every column and every field once, the surest first', () => {
    expect(suggest(column('Mail'), column('Email'))).toEqual(['Email → Email name']);
  });

  it('cuts names into words, whatever their writing', () => {
    for (const name of ['MailingPostalCode', 'mailing_postal_code', 'Mailing postal-code', 'MAILING POSTAL CODE']) expect(nameTokens(name)).toEqual(['mailing', 'postal', 'code']);
    expect(nameTokens('External_Key__c')).toEqual(['external', 'key']);
    expect(nameTokens('Téléphone')).toEqual(['telephone']);
  });
});

import { describe, expect, it } from 'vitest';
import { accept, acceptAll, fill, missingFields, oneWayToEachParent, reject, startDraft, withSuggestions, type TargetField } from './mappingDraft.ts';

const field = (name: string, isRequired = false): TargetField => ({ name, label: name, kind: 'string', type: 'text', isRequired, values: [] });
const fields = [field('City'), field('Company', true), field('Email'), field('Phone')];
const suggestion = (column: string, to: string) => ({ column, field: to, score: 1, reason: { kind: 'name' as const, hasFittingValues: false } });

describe('a mapping while it is edited', () => {
  const start = startDraft(fields, [{ column: 'Phone', formula: 'Tel' }]);

  it('shows required fields first, then filled ones', () => {
    expect(start.order).toEqual(['Company', 'Phone', 'City', 'Email']);
    expect(withSuggestions(start, fields, [suggestion('E-mail', 'Email')]).order).toEqual(['Company', 'Email', 'Phone', 'City']);
  });

  it('takes suggestions one by one or all; names that need braces get them', () => {
    const draft = withSuggestions(start, fields, [suggestion('E-mail', 'Email'), suggestion('Town', 'City')]);
    expect(accept(draft, 'Email').entries.at(-1)).toEqual({ column: 'Email', formula: '{E-mail}' });
    expect(acceptAll(draft).entries.map(({ column }) => column)).toEqual(['Phone', 'City', 'Email']);
    expect(acceptAll(draft).suggestions.size).toBe(0);
    expect(acceptAll(reject(draft, 'City')).entries.map(({ column }) => column)).toEqual(['Phone', 'Email']);
  });

  it('takes one way to a parent, and a key of it in the place of its Id', () => {
    const ways = [{ ...field('AccountId', true), relationship: 'Account' }, { ...field('Account.Key__c'), relationship: 'Account' }, field('City', true)];
    expect(missingFields(ways, new Set(['Account.Key__c'])).map(({ name }) => name)).toEqual(['City']);
    expect(oneWayToEachParent([suggestion('Key', 'Account.Key__c'), suggestion('Account', 'AccountId'), suggestion('Town', 'City')], ways).map((one) => one.field)).toEqual(['Account.Key__c', 'City']);
  });

  it('keeps the place of a field that is filled anew, and takes it out when nothing fills it', () => {
    const two = fill(start, 'City', 'Town');
    expect(fill(two, 'Phone', 'Mobile').entries).toEqual([{ column: 'Phone', formula: 'Mobile' }, { column: 'City', formula: 'Town' }]);
    expect(fill(two, 'Phone', undefined).entries).toEqual([{ column: 'City', formula: 'Town' }]);
  });
});

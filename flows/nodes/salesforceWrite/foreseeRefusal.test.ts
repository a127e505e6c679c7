import { describe, expect, test } from 'vitest';
import { trustFixture } from '../../../test/trust/trustFixture.ts';
import type { FieldDescribe, ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import { foreseeRefusal } from './foreseeRefusal.ts';

const long = 'x'.repeat(256);
const rows = [
  { LastName: 'Good', Company: 'Acme', Rating: 'hot', Description: null },
  { LastName: 'Blank', Company: null, Rating: null, Description: null },
  { LastName: 'Long', Company: long, Rating: null, Description: null },
  { LastName: 'Picked', Company: 'Acme', Rating: 'Tepid', Description: null },
];
const refusals = [
  ['REQUIRED_FIELD_MISSING', 'Required fields are missing: [Company]'],
  ['STRING_TOO_LONG', `Company: data value too large: ${long} (max length=255)`],
  ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'Rating: bad value for restricted picklist field: Tepid'],
];

describe('what the definitions of the fields rule out', () => {
  test('shows in the plan, in the words of the org, and is not sent', async () => {
    const here = await trustFixture();
    const settings = { object: 'Lead', operation: 'insert' };
    const plan = await here.run(settings, rows, { mode: 'plan' });
    expect(plan.finished.nodes['write']).toMatchObject({ in: 4, rejected: 3 });
    expect(plan.rejected.map(({ code, message }) => [code, message])).toEqual(refusals);
    const { finished } = await here.run(settings, rows, { applies: plan.run });
    expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 4, written: 1, rejected: 3 } } });
  });

  test('is sent where that is asked for, and the org says the same', async () => {
    const here = await trustFixture();
    const settings = { object: 'Lead', operation: 'insert', refused: 'send' };
    expect((await here.run(settings, rows, { mode: 'plan' })).finished.nodes['write']).toMatchObject({ in: 4, rejected: 0 });
    const { finished, rejected } = await here.run(settings, rows);
    expect(finished.nodes['write']).toMatchObject({ written: 1, rejected: 3 });
    expect(rejected.map(({ code, message }) => [code, message])).toEqual(refusals);
  });

  test('a record that is there needs no value for what it has; clearing a required field is refused', async () => {
    const here = await trustFixture();
    const Id = '00Q000000000001EAA';
    expect((await here.run({ object: 'Lead', operation: 'update' }, [{ Id, Title: 'Foreseen' }])).finished.nodes['write']).toMatchObject({ written: 1, rejected: 0 });
    const cleared = await here.run({ object: 'Lead', operation: 'update', blanks: 'clear' }, [{ Id, LastName: null }], { mode: 'plan' });
    expect(cleared.rejected.map(({ code }) => code)).toEqual(['REQUIRED_FIELD_MISSING']);
  });
});

describe('in doubt a value is let through', () => {
  const plain: Omit<FieldDescribe, 'name'> = {
    label: 'Field', type: 'string', createable: true, updateable: true, nillable: false, defaultedOnCreate: false, externalId: false, idLookup: false, relationshipName: null, referenceTo: [],
  };
  const foresee = (...fields: FieldDescribe[]) => foreseeRefusal({ name: 'Thing', label: 'Thing', fields } satisfies ObjectDescribe);
  const given = (name: string, after: string | null) => ({ name, before: null, after });

  test('a required reference is given by a key of its parent', () => {
    const check = foresee({ ...plain, name: 'AccountId', type: 'reference', relationshipName: 'Account' });
    expect(check(true, [given('Account.External_Key__c', 'A-1')])).toBeUndefined();
    expect(check(true, [given('Account.External_Key__c', null)])?.code).toBe('REQUIRED_FIELD_MISSING');
  });

  test('an account of an org with person accounts may have a last name for its name', () => {
    expect(foresee({ ...plain, name: 'Name' }, { ...plain, name: 'IsPersonAccount', nillable: true })(true, [given('LastName', 'Ash')])).toBeUndefined();
  });

  test('a character outside the basic plane is one; picklists are compared without case, and several values one by one', () => {
    const check = foresee({ ...plain, name: 'Short', length: 2 }, { ...plain, name: 'Many', nillable: true, type: 'multipicklist', restrictedPicklist: true, picklistValues: [{ value: 'Europe', active: true }, { value: 'Asia', active: false }] });
    expect(check(false, [given('Short', '🍎🍎')])).toBeUndefined();
    expect(check(false, [given('Short', '🍎🍎🍎')])?.code).toBe('STRING_TOO_LONG');
    expect(check(false, [given('Many', 'EUROPE; europe')])).toBeUndefined();
    expect(check(false, [given('Many', 'Europe;Asia')])?.message).toBe('Field: bad value for restricted picklist field: Europe;Asia');
  });
});

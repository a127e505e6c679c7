import { describe, expect, test } from 'vitest';
import { rejectedColumns } from '../kit/defineNode.ts';
import type { Cell, Schema } from '../kit/schema.ts';
import { definitions } from '../nodes/definitions.ts';
import { checkFlow } from './checkFlow.ts';
import type { FlowDocument } from './document.ts';
import { applyEdit } from './edits.ts';
import type { FieldFacts } from '../kit/fieldFacts.ts';
import { groupRejected } from './groupRejected.ts';
import { suggestFixes } from './suggestFixes.ts';

const schema: Schema = [{ name: 'LastName', type: 'text' }, { name: 'MailingState', type: 'text' }, { name: 'Email', type: 'text' }, { name: 'AccountId', type: 'text' }];
const groupsOf = (...rows: readonly (readonly Cell[])[]) => groupRejected([...schema, ...rejectedColumns], rows);
const row = (code: string, message: string, cells: readonly Cell[] = ['Berg', 'Calif.', 'a@b', 'Acme']): Cell[] => [...cells, code, message];

const document: FlowDocument = {
  sluice: 1,
  name: 'Contacts',
  parameters: {},
  nodes: {
    read: { type: 'csvRead', version: definitions['csvRead']!.version, settings: { file: 'in.csv', columns: schema.map(({ name, type }) => ({ name, type })) } },
    write: { type: 'salesforceWrite', version: definitions['salesforceWrite']!.version, settings: { connection: 'demo', object: 'Contact', operation: 'insert' } },
  },
  edges: [{ from: 'read.out', to: 'write.in' }],
  layout: {},
};
const facts = (name: string, more: Partial<FieldFacts>): FieldFacts => ({ name, label: name, type: 'string', isRequired: false, isCreateable: true, isUpdateable: true, ...more });
const fields = [facts('MailingState', { type: 'picklist', values: ['California', 'Texas'], isRestricted: true }), facts('AccountId', { type: 'reference', referenceTo: ['Account'] })];
const fixesOf = (cells: Cell[], known: readonly FieldFacts[] = fields) => suggestFixes(groupsOf(cells)[0]!, { document, definitions, node: 'write', schema, fields: known });
const problemsAfter = (fix: { edit?: Parameters<typeof applyEdit>[1] }): readonly string[] =>
  checkFlow(applyEdit(document, fix.edit!).document, definitions).problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);

const picklist = (value: string): Cell[] => row('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `Mailing State: bad value for restricted picklist field: ${value}`, ['Berg', value, null, null]);

describe('rejected rows', () => {
  test('are grouped by code, field and what is said, whatever the values, the most frequent first', () => {
    const groups = groupsOf(
      row('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record or 1 records: 0015g00000abcdEAAQ'),
      picklist('Calif.'),
      picklist('Tex'),
      picklist('Calif.'),
      row('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record or 1 records: 0015g00000xyzzEAAQ'),
    );
    expect(groups.map(({ code, column, count, values }) => ({ code, column, count, values }))).toEqual([
      { code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', column: 'MailingState', count: 3, values: [{ value: 'Calif.', count: 2 }, { value: 'Tex', count: 1 }] },
      { code: 'UNABLE_TO_LOCK_ROW', column: undefined, count: 2, values: [] },
    ]);
  });

  test.each([
    [row('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]'), 'LastName is blank, and the org wants it filled.'],
    [row('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]:LastName --'), 'LastName is blank, and the org wants it filled.'],
    [row('STRING_TOO_LONG', 'Last Name: data value too large: Bergbergberg (max length=8)'), 'The text for LastName is too long: 8 characters fit.'],
    [picklist('Calif.'), '"Calif." is not among the values of the picklist MailingState.'],
    [row('INVALID_EMAIL_ADDRESS', 'Email: invalid email address: a@b'), '"a@b" is no e-mail address (Email).'],
    [row('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Close date must lie ahead.'), 'A validation rule of the org says: Close date must lie ahead.'],
    [row('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record'), 'Somebody else was writing the record, or the one above it, at the same moment. The row itself is fine.'],
    [row('ODD', 'Something odd.'), 'Something odd.'],
  ])('say in plain words why: %#', (cells, plain) => {
    expect(groupsOf(cells)[0]!.plain).toBe(plain);
  });

  test('a field that the org names by a label nobody knows here is found by the value', () => {
    expect(groupsOf(row('STRING_TOO_LONG', 'Nachname: data value too large: Berg (max length=2)'))[0]).toMatchObject({ column: 'LastName', length: 2 });
  });
});

describe('suggested fixes', () => {
  test('a value that the picklist does not have becomes the nearest that it has', () => {
    const [map, out] = fixesOf(picklist('Californa'));
    expect(map).toMatchObject({ id: 'valueMap', title: 'Replace values of MailingState', detail: '"Californa" becomes "California". Look whether that is what is meant.' });
    expect(applyEdit(document, map!.edit!).document.nodes['replaceValues']!.settings['values']).toEqual([{ column: 'MailingState', from: 'Californa', to: 'California' }]);
    expect(out).toMatchObject({ id: 'leaveOut' });
  });

  test('where the picklist is not known the person is asked', () => {
    expect(fixesOf(picklist('Calif.'), [])[0]!.detail).toBe('Say what "Calif." becomes; until then it is made blank.');
  });

  test('too long is cut, blank is filled, a lock is waited for, a duplicate is upserted', () => {
    expect(fixesOf(row('STRING_TOO_LONG', 'Last Name: data value too large: Berg (max length=2)')).map(({ id }) => id)).toEqual(['truncate']);
    expect(fixesOf(row('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]')).map(({ id }) => id)).toEqual(['default', 'leaveOut']);
    expect(fixesOf(row('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access')).map(({ id, edit }) => [id, edit !== undefined])).toEqual([['again', false], ['fewerAtOnce', true]]);
    expect(fixesOf(row('DUPLICATE_VALUE', 'duplicate value found: Email duplicates value on record with id: 003')).map(({ id }) => id)).toEqual(['upsert']);
    expect(fixesOf(row('ODD', 'Something odd.'))).toEqual([]);
  });

  test('a name where an id is wanted is looked up', () => {
    const [fix] = fixesOf(row('MALFORMED_ID', 'Account ID: id value of incorrect type: Acme'));
    const { nodes, edges } = applyEdit(document, fix!.edit!).document;
    expect(nodes['salesforceQuery']!.settings).toMatchObject({ connection: 'demo', soql: 'SELECT Id, Name FROM Account' });
    expect(edges).toContainEqual({ from: 'salesforceQuery.out', to: 'lookupRows.reference' });
  });

  test('leave a flow that can run, and are taken back as one', () => {
    const all = [
      picklist('Californa'),
      row('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]'),
      row('STRING_TOO_LONG', 'Last Name: data value too large: Berg (max length=2)'),
      row('INVALID_EMAIL_ADDRESS', 'Email: invalid email address: a@b'),
      row('MALFORMED_ID', 'Account ID: id value of incorrect type: Acme'),
      row('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access'),
    ].flatMap((cells) => fixesOf(cells)).filter(({ edit }) => edit);
    expect(all.length).toBeGreaterThan(7);
    for (const fix of all) {
      expect(problemsAfter(fix), fix.title).toEqual([]);
      const { document: changed, inverse } = applyEdit(document, fix.edit!);
      const back = applyEdit(changed, inverse).document;
      expect({ ...back, edges: [...back.edges] }).toEqual(document);
    }
  });
});

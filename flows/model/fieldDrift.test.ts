import { describe, expect, test } from 'vitest';
import type { FieldFacts } from '../kit/fieldFacts.ts';
import { fieldDrift, usedFields, type NodeUse } from './fieldDrift.ts';
import { fieldsFileName, readFields, writeFields } from './fieldsFile.ts';

const field = (name: string, more: Partial<FieldFacts> = {}): FieldFacts => ({ name, type: 'string', length: 80, isRequired: false, isCreateable: true, isUpdateable: true, ...more });
const state = field('State', { type: 'picklist', values: ['Ohio', 'Texas'], isRestricted: true });
const use = (fields: readonly FieldFacts[], more: Partial<NodeUse> = {}): NodeUse => ({
  node: 'write',
  connection: 'demo',
  object: 'Lead',
  access: ['create', 'update'],
  columns: fields.map(({ name }) => name),
  fields,
  missing: [],
  ...more,
});
const before = usedFields([use([field('Name'), state, field('Owner', { type: 'reference', referenceTo: ['User'] })])]);
const said = (now: NodeUse) => fieldDrift(before, [now]).map(({ severity, message, where }) => [severity, message, where.node]);

describe('what has changed in an org', () => {
  test('nothing, or more than there was, is not told', () => {
    expect(said(use([field('Name'), state]))).toEqual([]);
    expect(said(use([field('Name', { length: 200 }), { ...state, values: ['Ohio', 'Texas', 'Utah'] }]))).toEqual([]);
  });

  test.each([
    ['a shorter text', use([field('Name', { length: 40 })]), ['warning', 'Lead.Name took 80 characters and takes 40 now.', 'write']],
    ['a value that is gone', use([{ ...state, values: ['Ohio'] }]), ['warning', 'Lead.State no longer has the value "Texas".', 'write']],
    ['another type', use([field('Name', { type: 'textarea' })]), ['warning', 'Lead.Name was string and is textarea now.', 'write']],
    ['a field that must be filled now', use([field('Name', { isRequired: true })]), ['warning', 'Lead.Name must be filled in a new record now.', 'write']],
    ['a lost permission', use([field('Name', { isCreateable: false })]), ['error', 'Lead.Name may no longer be given to a new record by this user.', 'write']],
    ['a lost permission to change', use([field('Name', { isUpdateable: false })], { access: ['update'] }), ['error', 'Lead.Name may no longer be changed by this user.', 'write']],
    ['a field that is gone', use([], { missing: ['name'] }), ['error', 'Lead.name is no longer there, or this user may no longer see it.', 'write']],
    ['another object behind a reference', use([field('Owner', { type: 'reference', referenceTo: ['Group', 'User'] })]), ['warning', 'Lead.Owner pointed to User and points to Group, User now.', 'write']],
  ])('%s is told, with the node', (_name, now, expected) => {
    expect(said(now)).toEqual([expected]);
  });

  test('a new field that new records must have is told where no column fills it, and only where records are made', () => {
    const region = field('Region__c', { isRequired: true });
    expect(said(use([region], { columns: ['Name'] }))).toEqual([['warning', 'Lead.Region__c is new, and a new record must have it. No column fills it.', 'write']]);
    expect(said(use([region], { columns: ['Name', 'Region__c'] }))).toEqual([]);
    expect(said(use([region], { columns: ['Name'], access: ['update'] }))).toEqual([]);
  });

  test('a node that only reads does not mind lengths, values and permissions', () => {
    expect(said(use([field('Name', { length: 10, isUpdateable: false }), { ...state, values: [] }], { access: ['read'] }))).toEqual([]);
  });

  test('of an object that nothing was noted of, nothing is told', () => {
    expect(fieldDrift({}, [use([field('Name')])])).toEqual([]);
  });
});

describe('the file of fields', () => {
  test('has a field to a line, everything by name, and reads back', () => {
    const text = writeFields(before);
    expect(text).toContain('        "State": { "type": "picklist", "length": 80, "restricted": true, "values": ["Ohio", "Texas"] }\n');
    expect(text.indexOf('"Name"')).toBeLessThan(text.indexOf('"Owner"'));
    expect(readFields(text, 'x')).toEqual(before);
    expect(writeFields(readFields(text, 'x'))).toBe(text);
  });

  test('lies beside the flow', () => {
    expect(fieldsFileName('/a/leads.json')).toBe('/a/leads.fields.json');
  });

  test('that is something else is named', () => {
    expect(() => readFields('{}', 'leads.fields.json')).toThrow(expect.objectContaining({ kind: 'settings', code: 'fieldsFile', hint: expect.stringContaining('--record') }));
  });
});

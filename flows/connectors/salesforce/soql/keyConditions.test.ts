import { expect, test } from 'vitest';
import type { FieldDescribe } from '../objectDescribe.ts';
import { keyConditions } from './keyConditions.ts';
import { keyValue } from './keyValue.ts';

function field(type: string, more: Partial<FieldDescribe> = {}): FieldDescribe {
  const rest = { createable: true, updateable: true, nillable: true, defaultedOnCreate: false, externalId: false, idLookup: false, relationshipName: null, referenceTo: [] };
  return { name: 'Key__c', label: 'Key', type, ...rest, ...more };
}

test.each([
  ['a quote in a text ends nothing', field('string'), "x' OR Name != '", 'text', { literal: "'x\\' OR Name != \\''", same: "x' or name != '" }],
  ['capitals do not count', field('string'), ' ACME ', 'text', { literal: "'ACME'", same: 'acme' }],
  ['unless the field tells them apart', field('string', { caseSensitive: true }), 'ACME', 'text', { literal: "'ACME'", same: 'ACME' }],
  ['an Id of 18 letters is the one of 15', field('reference'), '001000000000001AAA', 'text', { literal: "'001000000000001AAA'", same: '001000000000001' }],
  ['what is no Id is nothing', field('id'), 'abc', 'text', undefined],
  ['a text can be a number', field('double'), '1.50', 'text', { literal: '1.5', same: '1.5' }],
  ['or not', field('double'), '1,50', 'text', undefined],
  ['a day', field('date'), 20_000, 'date', { literal: '2024-10-04', same: '2024-10-04' }],
  ['a moment', field('datetime'), 0, 'datetime', { literal: '1970-01-01T00:00:00.000Z', same: '1970-01-01T00:00:00.000Z' }],
  ['a truth', field('boolean'), true, 'boolean', { literal: 'true', same: 'true' }],
] as const)('%s', (_name, of, value, type, expected) => {
  expect(keyValue(of, value, type)).toEqual(expected);
});

test('keys of one field become lists, each short enough for an address', () => {
  const keys = Array.from({ length: 1000 }, (_, index) => [`'${String(index).padStart(18, '0')}'`]);
  const conditions = keyConditions(['Id'], keys);
  expect(conditions.length).toBeGreaterThan(4);
  for (const condition of conditions) expect(encodeURIComponent(condition).length).toBeLessThan(6000);
  expect(conditions.flatMap((condition) => condition.match(/'\d+'/g))).toEqual(keys.flat());
});

test('keys of several fields are alternatives', () => {
  expect(keyConditions(['A', 'B'], [["'x'", '1'], ["'y'", '2']])).toEqual(["((A = 'x' AND B = 1) OR (A = 'y' AND B = 2))"]);
});

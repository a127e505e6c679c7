import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { batchFromRows, type Batch } from '../../kit/batch.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

const at = orgForTests();
const schema = [{ name: 'Key', type: 'text' as const }];
const rowsOf = (keys: readonly (string | null)[]): Batch => batchFromRows(schema, keys.map((key) => [key]), { source: 'test', ordinal: 0 });

async function lookedUp(settings: z.input<typeof definition.settings>, batches: readonly Batch[], memoryBytes = 2 ** 26) {
  let apiCalls = 0;
  const onCount = (_counter: string, by: number): void => void (apiCalls += by);
  const result = await runTransform(definition, run, { connection: 'demo', ...settings }, batches, { connection: at.connection, memoryBytes, onCount });
  const values = result.emitted.map((batch) => [...batch.rows].map((row) => batch.columns.at(-1)!.value(row)));
  return { ...result, values, apiCalls };
}

const contacts = { object: 'Contact', keys: [{ column: 'Key', field: 'External_Key__c' }], fields: [{ field: 'External_Key__c', name: 'Found' }] };
const keys = Array.from({ length: 340 }, (_, index) => `CON-${String(index + 1).padStart(4, '0')}`);

test('hundreds of keys take few queries, and what was found is not asked for again', async () => {
  const { values, apiCalls } = await lookedUp(contacts, [rowsOf(keys), rowsOf(keys), rowsOf([...keys].reverse())]);
  expect(values).toEqual([keys, keys, [...keys].reverse()]);
  // A describe, and the keys in two parts.
  expect(apiCalls).toBe(2);
});

test('what does not fit into the memory is asked for again', async () => {
  const { values, apiCalls } = await lookedUp(contacts, [rowsOf(keys.slice(0, 100)), rowsOf(keys.slice(100)), rowsOf(keys.slice(0, 100))], 100);
  expect(values.flat()).toEqual([...keys, ...keys.slice(0, 100)]);
  expect(apiCalls).toBe(4);
});

describe('several records with one key', () => {
  const settings = { object: 'Contact', keys: [{ column: 'Key', field: 'Account.External_Key__c' }], fields: [{ field: 'Id', name: '' }], condition: "LastName != ''" };

  test('the first and the last are told by their Ids', async () => {
    const [first, last] = [await lookedUp(settings, [rowsOf(['ACC-0001'])]), await lookedUp({ ...settings, onSeveral: 'last' }, [rowsOf(['ACC-0001'])])];
    expect(String(first.values[0]![0]) < String(last.values[0]![0])).toBe(true);
  });

  test('or the row is rejected', async () => {
    const { rejected } = await lookedUp({ ...settings, onSeveral: 'reject' }, [rowsOf(['ACC-0001'])]);
    expect(rejected.map(({ error }) => [error.code, error.message])).toEqual([['lookupAmbiguous', 'Several records of Contact have Account.External_Key__c "ACC-0001".']]);
  });
});

test.each([
  ['an object', { ...contacts, object: 'Kontact' }, /Kontact/, undefined],
  ['a key field', { ...contacts, keys: [{ column: 'Key', field: 'Externel_Key__c' }] }, /Contact has no field "Externel_Key__c"/, ['keys', 0, 'field']],
  ['a field to add', { ...contacts, fields: [{ field: 'Emial', name: '' }] }, /Contact has no field "Emial"/, ['fields', 0, 'field']],
  ['a column', { ...contacts, keys: [{ column: 'Kye', field: 'Id' }] }, /There is no column "Kye"/, ['keys', 0, 'column']],
])('%s that is not there is named, with the setting', async (_name, settings, message, path) => {
  const failed: unknown = await lookedUp(settings, [rowsOf(['x'])]).catch((error: unknown) => error);
  expect(failed).toMatchObject({ kind: 'settings', message: expect.stringMatching(message) as string });
  if (path) expect(failed).toMatchObject({ where: { path } });
});

import { expect, test } from 'vitest';
import { apiVersion, orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();
const rolledBack = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};
const noName = { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [LastName]', fields: ['LastName'] };

const lead = (key: string, extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  LastName: key,
  Company: 'Many',
  External_Key__c: key,
  ...extra,
});
const countOf = async (key: string): Promise<number> =>
  (await fixture.connection.query(`SELECT COUNT() FROM Lead WHERE External_Key__c LIKE '${key}%'`)).totalSize;

test('create: every record has its outcome, in order; a bad one does not hold the others up', async () => {
  const outcomes = await fixture.connection.sobject('Lead').create([lead('c1'), lead('c2', { LastName: null }), lead('c3')]);
  expect(outcomes).toEqual([
    { id: expect.stringMatching(/^00Q\w{15}$/) as string, success: true, errors: [] },
    { success: false, errors: [noName] },
    { id: expect.stringMatching(/^00Q\w{15}$/) as string, success: true, errors: [] },
  ]);
  expect(await countOf('c')).toBeGreaterThanOrEqual(2);
});

test('create with allOrNone: one bad record takes all others back', async () => {
  const outcomes = await fixture.connection.sobject('Lead').create([lead('n1'), lead('n2', { LastName: null })], { allOrNone: true });
  expect(outcomes).toEqual([
    { success: false, errors: [rolledBack] },
    { success: false, errors: [noName] },
  ]);
  expect(await countOf('n')).toBe(0);
});

test('upsert: created or not, by the key in any case', async () => {
  const upsert = async (records: Record<string, unknown>[], allOrNone = false): Promise<unknown> =>
    (
      await fixture.fetch(`/services/data/v${apiVersion}/composite/sobjects/Lead/External_Key__c`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ allOrNone, records }),
      })
    ).json();
  await upsert([lead('u1')]);
  expect(
    await upsert([lead('U1', { Company: 'Changed' }), lead('u2'), lead('u2'), { LastName: 'keyless', Company: 'x' }, lead('u3', { Email: 'no' })]),
  ).toEqual([
    { id: expect.any(String) as string, success: true, created: false, errors: [] },
    { id: expect.any(String) as string, success: true, created: true, errors: [] },
    { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE', message: 'Duplicate external id specified: u2', fields: ['External_Key__c'] }] },
    { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT', message: 'External_Key__c not specified', fields: [] }] },
    { success: false, errors: [{ statusCode: 'INVALID_EMAIL_ADDRESS', message: 'Email: invalid email address: no', fields: ['Email'] }] },
  ]);
  expect(await upsert([lead('u9'), lead('u8', { LastName: null })], true)).toEqual([
    { success: false, created: true, errors: [rolledBack] },
    { success: false, errors: [noName] },
  ]);
  expect(await countOf('u')).toBe(2);
});

test('upsert: a key that several records hold is refused for that record alone', async () => {
  const account = (await fixture.connection.query<{ Id: string }>('SELECT Id FROM Account LIMIT 1')).records[0]!.Id;
  const invoice = (reference: string): Record<string, unknown> => ({ Account__c: account, Amount__c: 1, Reference__c: reference });
  await fixture.connection.sobject('Invoice__c').create([invoice('both'), invoice('both')]);
  const outcomes = await fixture.connection.sobject('Invoice__c').upsert([invoice('both'), invoice('single')] as never[], 'Reference__c');
  expect(outcomes).toMatchObject([
    { success: false, errors: [{ statusCode: 'DUPLICATE_EXTERNAL_ID' }] },
    { success: true, created: true },
  ]);
});

test('update: by id; a record that is not there or was deleted is refused for itself', async () => {
  const [one, two] = await fixture.connection.sobject('Lead').create([lead('p1'), lead('p2')]);
  await fixture.connection.sobject('Lead').destroy(two!.id!);
  const update = (Id: string | undefined): Record<string, unknown> => ({ Id, City: 'Oslo' });
  const response = await fixture.fetch(`/services/data/v${apiVersion}/composite/sobjects`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ records: [update(one!.id), update(two!.id), update('00Q000000zzzzzzAAA'), update('xyz'), update(undefined)] }),
  });
  expect(await response.json()).toMatchObject([
    { id: one!.id, success: true, errors: [] },
    { success: false, errors: [{ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' }] },
    { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id' }] },
    { success: false, errors: [{ statusCode: 'MALFORMED_ID', message: 'malformed id xyz' }] },
    { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
  ]);
});

test('delete and retrieve: null for what is not there', async () => {
  const created = await fixture.connection.sobject('Lead').create([lead('d1'), lead('d2'), lead('d3')]);
  const ids = created.map(({ id }) => id!);
  expect(await fixture.connection.sobject('Lead').destroy([ids[1]!])).toEqual([{ id: ids[1], success: true, errors: [] }]);
  const response = await fixture.fetch(`/services/data/v${apiVersion}/composite/sobjects/Lead`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ids: [ids[2]!.slice(0, 15), ids[1], ids[0]], fields: ['lastname', 'Id'] }),
  });
  expect(await response.json()).toEqual([
    { attributes: expect.objectContaining({ type: 'Lead' }) as object, LastName: 'd3', Id: ids[2] },
    null,
    { attributes: expect.objectContaining({ type: 'Lead' }) as object, LastName: 'd1', Id: ids[0] },
  ]);
  const many = await fixture.connection.sobject('Lead').retrieve([ids[0]!, ids[2]!]);
  expect(many.map((record) => record.LastName)).toEqual(['d1', 'd3']);
});

test('records of several objects go in one call', async () => {
  const response = await fixture.fetch(`/services/data/v${apiVersion}/composite/sobjects`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      records: [
        { attributes: { type: 'Account' }, Name: 'Mixed' },
        { attributes: { type: 'contact' }, LastName: 'Mixed' },
      ],
    }),
  });
  expect(((await response.json()) as { id: string }[]).map(({ id }) => id.slice(0, 3))).toEqual(['001', '003']);
});

test('more than 200 are too many, and none of them is written', async () => {
  const records = Array.from({ length: 201 }, (_, index) => lead(`x${index}`));
  expect(await refusalOf(fixture.connection.sobject('Lead').create(records as never[]))).toMatchObject({
    errorCode: 'EXCEEDED_ID_LIMIT',
    message: 'record limit reached. cannot submit more than 200 records into this call',
  });
  expect(await countOf('x')).toBe(0);
});

test('a type that is not there refuses the call', async () => {
  const body = JSON.stringify({ records: [{ attributes: { type: 'Nothing' }, Name: 'x' }] });
  const response = await fixture.fetch(`/services/data/v${apiVersion}/composite/sobjects`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect([response.status, await response.json()]).toEqual([400, [{ errorCode: 'INVALID_TYPE', message: "sObject type 'Nothing' is not supported." }]]);
});

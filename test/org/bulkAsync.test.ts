import { expect, test } from 'vitest';
import { count } from './bulkFixture.ts';
import { apiVersion, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();
const async = `/services/async/${apiVersion}/job`;

function ask(path: string, init: RequestInit = {}, token = fixture.org.accessToken): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('x-sfdc-session', token);
  if (!headers.has('content-type')) headers.set('content-type', 'application/xml');
  return fetch(fixture.org.url + path, { ...init, headers });
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

/** Sends one batch to a job of its own and waits for it. */
async function batch(job: string, body: string, type = 'text/csv'): Promise<{ id: string; path: string; info: string }> {
  const jobInfo = await (await ask(async, { method: 'POST', body: `<jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload">${job}</jobInfo>` })).text();
  const id = element(jobInfo, 'id')!;
  const made = await (await ask(`${async}/${id}/batch`, { method: 'POST', body, headers: { 'content-type': type } })).text();
  const path = `${async}/${id}/batch/${element(made, 'id') ?? (JSON.parse(made) as { id: string }).id}`;
  for (;;) {
    const info = await (await ask(path)).text();
    if (/\bstate\W+(?:Completed|Failed|NotProcessed)\b/.test(info)) return { id, path, info };
    await new Promise((resolve) => void setTimeout(resolve, 10));
  }
}

test('jsforce inserts through a batch', async () => {
  fixture.connection.bulk.pollInterval = 10;
  const results = await fixture.connection.bulk.load('Lead', 'insert', [
    { LastName: 'Async One', Company: 'Co', Email: 'one@example.com' },
    { LastName: 'Async Two', Company: 'Co', Email: 'nobody' },
  ]);
  expect(results).toEqual([
    { id: expect.stringMatching(/^00Q/), success: true, created: true, errors: [] },
    { id: null, success: false, created: false, errors: ['INVALID_EMAIL_ADDRESS:Email: invalid email address: nobody:Email --'] },
  ]);
});

test('jsforce reads a query', async () => {
  fixture.connection.bulk.pollInterval = 10;
  const records = await fixture.connection.bulk.query('SELECT Id, Name FROM Account').then((stream) => stream.toArray());
  expect(records).toHaveLength(await count(fixture.connection, 'Account'));
});

test('jsforce follows a job from opening to closing', async () => {
  const job = fixture.connection.bulk.createJob('Lead', 'upsert', { extIdField: 'External_Key__c' });
  expect(await job.open()).toMatchObject({ id: expect.stringMatching(/^750\w{15}$/), state: 'Open', externalIdFieldName: 'External_Key__c' });
  const batch = job.createBatch();
  const queued = new Promise((resolve) => void batch.once('queue', resolve));
  const done = new Promise((resolve, reject) => void batch.once('response', resolve).once('error', reject));
  batch.execute('External_Key__c,LastName,Company\nasync-1,A,Co\n');
  expect(await queued).toMatchObject({ id: expect.stringMatching(/^751\w{15}$/), state: 'Queued' });
  batch.poll(10, 10_000);
  expect(await done).toMatchObject([{ success: true, created: true }]);
  expect(await job.list()).toMatchObject([{ state: 'Completed', numberRecordsProcessed: '1', numberRecordsFailed: '0' }]);
  expect(await job.check()).toMatchObject({ numberBatchesCompleted: '1', numberBatchesTotal: '1', numberRecordsProcessed: '1' });
  expect(await job.close()).toMatchObject({ state: 'Closed' });
});

test('jsforce deletes what a query finds through a batch', async () => {
  await fixture.connection.sobject('Lead').create({ LastName: 'Async Gone', Company: 'Co' });
  fixture.connection.bulk.pollInterval = 10;
  await fixture.connection.sobject('Lead').find({ LastName: 'Async Gone' }, 'Id').destroy({ allowBulk: true, bulkThreshold: 0, bulkApiVersion: 1 });
  expect(await count(fixture.connection, "Lead WHERE LastName = 'Async Gone'")).toBe(0);
});

test('an XML batch: blank is left alone, nil is null, a parent by its key', async () => {
  const { path, info } = await batch(
    '<operation>insert</operation><object>Contact</object><contentType>XML</contentType>',
    `<?xml version="1.0"?><sObjects xmlns="http://www.force.com/2009/06/asyncapi/dataload" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <sObject><LastName>R&amp;D</LastName><Phone xsi:nil="true"/><Owner><sObject><Username>${fixture.org.username}</Username></sObject></Owner></sObject>
      <sObject><FirstName>Nameless</FirstName></sObject>
    </sObjects>`,
    'application/xml',
  );
  expect(element(info, 'numberRecordsFailed')).toBe('1');
  const result = await (await ask(`${path}/result`)).text();
  expect(result).toMatch(/<result><id>003\w{15}<\/id><success>true<\/success><created>true<\/created><\/result>/);
  const message = '<message>Required fields are missing: [LastName]</message>';
  expect(result).toContain(`<errors><fields>LastName</fields>${message}<statusCode>REQUIRED_FIELD_MISSING</statusCode></errors>`);
  expect(await count(fixture.connection, "Contact WHERE LastName = 'R&D' AND Phone = null")).toBe(1);
});

test('a JSON job speaks JSON', async () => {
  const json = { 'content-type': 'application/json' };
  const post = (path: string, body: unknown): Promise<Response> => ask(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
  const made = await post(async, { operation: 'insert', object: 'Lead', contentType: 'JSON', concurrencyMode: 1 });
  const job = (await made.json()) as { id: string };
  expect([made.status, job]).toMatchObject([201, { state: 'Open', contentType: 'JSON', concurrencyMode: 'Serial', numberBatchesTotal: 0 }]);
  const records = [{ LastName: 'Json', Company: 'Co', AnnualRevenue: 5 }, { Company: 'Co' }];
  const { id } = (await (await post(`${async}/${job.id}/batch`, records)).json()) as { id: string };
  let state = '';
  while (state !== 'Completed') ({ state } = (await (await ask(`${async}/${job.id}/batch/${id}`)).json()) as { state: string });
  expect(await (await ask(`${async}/${job.id}/batch/${id}/result`)).json()).toEqual([
    { id: expect.stringMatching(/^00Q/), success: true, created: true, errors: [] },
    {
      id: null,
      success: false,
      created: false,
      errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [LastName]', fields: ['LastName'] }],
    },
  ]);
  expect(await (await ask(`${async}/${job.id}/batch/${id}/request`)).json()).toHaveLength(2);
});

test.each([
  ['CSV', 'text/csv', 'LastName,Shoe\nA,1\n', 'InvalidBatch : Field name not found : Shoe'],
  ['XML', 'application/xml', '<sObjects><sObject>', 'InvalidBatch : Failed to parse the XML'],
  ['JSON', 'application/json', '[{', 'InvalidBatch : Failed to parse the JSON'],
])('a %s batch that cannot be read fails with a reason', async (contentType, type, body, message) => {
  const { info } = await batch(`<operation>insert</operation><object>Lead</object><contentType>${contentType}</contentType>`, body, type);
  expect(info).toMatch(/\bstate\W+Failed\b/);
  expect(info).toContain(message);
});

test('more than 10,000 records are too many for one batch', async () => {
  const rows = 'A,Too Many\n'.repeat(10_001);
  const { info } = await batch('<operation>insert</operation><object>Lead</object><contentType>CSV</contentType>', `LastName,Company\n${rows}`);
  expect(element(info, 'stateMessage')).toBe('InvalidBatch : A batch may have 10000 records at most');
  expect(await count(fixture.connection, "Lead WHERE Company = 'Too Many'")).toBe(0);
});

test('a closed job takes no more batches', async () => {
  const { id } = await batch('<operation>insert</operation><object>Lead</object>', 'LastName,Company\nClosed,Co\n');
  await ask(`${async}/${id}`, { method: 'POST', body: '<jobInfo><state>Closed</state></jobInfo>' });
  const refused = await ask(`${async}/${id}/batch`, { method: 'POST', body: 'LastName,Company\nLate,Co\n', headers: { 'content-type': 'text/csv' } });
  expect(refused.status).toBe(400);
  expect(element(await refused.text(), 'exceptionCode')).toBe('InvalidJobState');
});

test('an ended session is a 400 in XML, upon which clients sign in again', async () => {
  const response = await ask(async, { method: 'POST', body: '<jobInfo/>' }, 'gone');
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/xml']);
  expect(await response.text()).toContain('<exceptionCode>InvalidSessionId</exceptionCode><exceptionMessage>Invalid session id</exceptionMessage>');
});

test.each([
  ['<jobInfo><operation>insert</operation><object>Shoe</object></jobInfo>', 'InvalidJob'],
  ['<jobInfo><operation>hardDelete</operation><object>Lead</object></jobInfo>', 'FeatureNotEnabled'],
  ['<jobInfo><operation>', 'InvalidJob'],
  ['not XML', 'InvalidJob'],
])('%s makes no job', async (body, code) => {
  const response = await ask(async, { method: 'POST', body });
  expect([response.status, element(await response.text(), 'exceptionCode')]).toEqual([400, code]);
});

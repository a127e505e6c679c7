import jsforce from 'jsforce';
import { afterEach, expect, test } from 'vitest';
import { apiVersion, orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();
afterEach(() => fetch(`${fixture.org.url}/demo/faults`, { method: 'DELETE', headers: { 'content-type': 'application/json' } }));

const limits = `/services/data/v${apiVersion}/limits`;

test('503 as often as asked, then as if nothing had been', async () => {
  await fixture.fault({ kind: 'status', status: 503, times: 2, path: '/limits' });
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) statuses.push((await fixture.fetch(limits)).status);
  expect(statuses).toEqual([503, 503, 200]);
});

test('jsforce repeats a read by itself and hands a refused write to its caller', async () => {
  await fixture.fault({ kind: 'status', status: 503, method: 'GET' });
  expect((await fixture.connection.query('SELECT Id FROM Account LIMIT 1')).totalSize).toBe(1);
  await fixture.fault({ kind: 'status', status: 503, method: 'POST' });
  expect(await refusalOf(fixture.connection.sobject('Account').create({ Name: 'x' }))).toMatchObject({ errorCode: 'SERVER_UNAVAILABLE' });
});

test('a fault meets only the path it names', async () => {
  await fixture.fault({ kind: 'status', status: 403, path: '/query' });
  expect((await fixture.fetch(limits)).status).toBe(200);
  expect(await refusalOf(fixture.connection.query('SELECT Id FROM Account'))).toMatchObject({
    errorCode: 'REQUEST_LIMIT_EXCEEDED',
    message: 'TotalRequests Limit exceeded.',
  });
});

test('a slow answer is still an answer', async () => {
  await fixture.fault({ kind: 'slow', delayMs: 120 });
  const started = performance.now();
  expect((await fixture.fetch(limits)).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThan(100);
});

test('a connection can be cut', async () => {
  await fixture.fault({ kind: 'cut', path: '/limits' });
  await expect(fixture.fetch(limits)).rejects.toThrow();
  expect((await fixture.fetch(limits)).status).toBe(200);
});

test('expired tokens are 401 until the client signs in again', async () => {
  const connection = new jsforce.Connection({
    oauth2: { loginUrl: fixture.org.url, clientId: 'sluiceServer', clientSecret: 'sluice-demo-secret' },
    version: apiVersion,
  });
  await connection.authorize({ grant_type: 'client_credentials' });
  const plain = new jsforce.Connection({ instanceUrl: fixture.org.url, accessToken: connection.accessToken!, version: apiVersion });
  await fixture.fault({ kind: 'expireTokens' });
  expect(await refusalOf(plain.query('SELECT Id FROM Account'))).toMatchObject({ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' });
  expect((await fixture.fetch(limits)).status).toBe(200);
});

test('a page of another site cannot plan faults: the request must say it is JSON', async () => {
  const response = await fetch(`${fixture.org.url}/demo/faults`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"kind":"expireTokens"}',
  });
  expect(response.status).toBe(415);
});

test.each([
  { kind: 'status', status: 200 },
  { kind: 'slow' },
  { kind: 'flood' },
  { kind: 'cut', times: 0 },
  { kind: 'lock', share: 2 },
  { kind: 'lock', parent: 'x' },
  { kind: 'full', room: -1 },
  { kind: 'job', outcome: 'lost' },
])(
  'a fault that cannot be is refused: %j',
  async (fault) => {
    await expect(fixture.fault(fault)).rejects.toThrow('INVALID_FIELD');
  },
);

test('a connection can be cut in the middle of an answer, after the work is done', async () => {
  await fixture.fault({ kind: 'cut', afterBytes: 20, method: 'POST' });
  const response = await fixture.fetch(`/services/data/v${apiVersion}/sobjects/Lead`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ LastName: 'In doubt', Company: 'x' }),
  });
  expect(response.status).toBe(201);
  await expect(response.text()).rejects.toThrow();
  expect((await fixture.connection.query("SELECT Id FROM Lead WHERE LastName = 'In doubt'")).totalSize).toBe(1);
});

test('records below a parent that somebody holds cannot be written, others can', async () => {
  const [held, free] = await fixture.connection.sobject('Account').find({}, ['Id']).limit(2);
  await fixture.fault({ kind: 'lock', parent: held!.Id });
  const results = await fixture.connection.sobject('Contact').create([
    { LastName: 'Held', AccountId: held!.Id },
    { LastName: 'Free', AccountId: free!.Id },
  ]);
  expect(results).toMatchObject([
    { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: `unable to obtain exclusive access to this record or 1 records: ${held!.Id}` }] },
    { success: true },
  ]);
});

test('locks by rate meet the same records in every run with the same seed, and others with another', async () => {
  const records = Array.from({ length: 40 }, (_, index) => ({ LastName: `Locked ${index}`, Company: 'x' }));
  const run = async (seed: number): Promise<boolean[]> => {
    await fetch(`${fixture.org.url}/demo/faults`, { method: 'DELETE', headers: { 'content-type': 'application/json' } });
    await fixture.fault({ kind: 'lock', share: 0.3, seed });
    return (await fixture.connection.sobject('Lead').create(records)).map(({ success }) => success);
  };
  const first = await run(5);
  expect(first.filter((success) => !success).length).toBeGreaterThan(4);
  expect(first.filter((success) => success).length).toBeGreaterThan(10);
  expect(await run(5)).toEqual(first);
  expect(await run(6)).not.toEqual(first);
});

test('a share of the requests can fail, until the fault is cleared', async () => {
  await fixture.fault({ kind: 'status', status: 500, share: 0.5, seed: 3, path: '/limits' });
  const statuses: number[] = [];
  for (let i = 0; i < 20; i++) statuses.push((await fixture.fetch(limits)).status);
  expect(new Set(statuses)).toEqual(new Set([200, 500]));
});

test('results can be made to come in small pages', async () => {
  await fixture.fault({ kind: 'pages', size: 7 });
  const page = await fixture.connection.query('SELECT Id FROM Contact LIMIT 20');
  expect([page.records.length, page.done]).toEqual([7, false]);
  const all = await fixture.connection.query('SELECT Id FROM Contact LIMIT 20', { autoFetch: true, maxFetch: 100 });
  expect(all.records).toHaveLength(20);
});

test('the clock can be wrong', async () => {
  await fixture.fault({ kind: 'clock', offsetMs: -3 * 24 * 60 * 60 * 1_000 });
  const { id } = await fixture.connection.sobject('Account').create({ Name: 'From the day before yesterday' });
  const { CreatedDate } = await fixture.connection.sobject('Account').retrieve(id!);
  expect(Date.now() - Date.parse(CreatedDate as string)).toBeGreaterThan(2 * 24 * 60 * 60 * 1_000);
});

test('a full org takes so many new records more, and changes to those that are there', async () => {
  await fixture.fault({ kind: 'full', room: 1 });
  const leads = fixture.connection.sobject('Lead');
  const [first, second] = await leads.create([{ LastName: 'In', Company: 'Full Ltd' }, { LastName: 'Out', Company: 'Full Ltd' }], { allowRecursive: true });
  expect(first).toMatchObject({ success: true });
  expect(second).toMatchObject({ success: false, errors: [{ statusCode: 'STORAGE_LIMIT_EXCEEDED', message: 'storage limit exceeded' }] });
  expect(await leads.update({ Id: first!.id!, LastName: 'Changed' })).toMatchObject({ success: true });
});

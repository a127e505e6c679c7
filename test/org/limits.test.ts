import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Org, startOrg } from '../../demoOrg/startOrg.ts';
import { apiVersion, connect, refusalOf } from './orgFixture.ts';
import { listen } from './streamingFixture.ts';

let folder: string;
let org: Org;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'org-'));
});
afterEach(() => org.close());
afterAll(() => rm(folder, { recursive: true, force: true }));

const setMax = async (name: string, max: number): Promise<void> => {
  const response = await fetch(`${org.url}/demo/limits`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, max }) });
  expect(response.status).toBe(200);
};

test('every call is counted, and the count survives a restart', async () => {
  const data = join(folder, 'counted.sqlite');
  org = await startOrg({ data });
  for (let i = 0; i < 5; i++) await connect(org).query('SELECT Id FROM Account LIMIT 1');
  expect((await connect(org).limits()).DailyApiRequests).toEqual({ Max: 15_000, Remaining: 14_994 });
  await org.close();
  org = await startOrg({ data });
  expect((await connect(org).limits()).DailyApiRequests).toEqual({ Max: 15_000, Remaining: 14_993 });
});

test('when the calls of the day are used up, calls are refused until a day has passed', async () => {
  org = await startOrg({ data: ':memory:', limits: { DailyApiRequests: 2 } });
  const connection = connect(org);
  await connection.query('SELECT Id FROM Account LIMIT 1');
  await connection.query('SELECT Id FROM Account LIMIT 1');
  expect(await refusalOf(connection.query('SELECT Id FROM Account LIMIT 1'))).toMatchObject({
    errorCode: 'REQUEST_LIMIT_EXCEEDED',
    message: 'TotalRequests Limit exceeded.',
  });
  expect(connection.limitInfo.apiUsage).toEqual({ used: 2, limit: 2 });
  await fetch(`${org.url}/demo/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'clock', offsetMs: 25 * 60 * 60 * 1_000 }),
  });
  expect((await connect(org).query('SELECT Id FROM Account LIMIT 1')).totalSize).toBe(1);
});

test('only a few long calls run at once', async () => {
  org = await startOrg({ data: ':memory:', longRequestMs: 40 });
  await fetch(`${org.url}/demo/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'slow', delayMs: 1_500, times: 5 }),
  });
  const get = async (): Promise<Response> => fetch(`${org.url}/services/data/v${apiVersion}/limits`, { headers: { authorization: `Bearer ${org.accessToken}` } });
  const slow = Array.from({ length: 5 }, get);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const refused = await get();
  expect([refused.status, await refused.json()]).toEqual([
    403,
    [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'ConcurrentPerOrgLongTxn Limit exceeded.' }],
  ]);
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await get()).status).toBe(200);
});

test('delivered events count; beyond the limit nobody may subscribe', async () => {
  org = await startOrg({ data: ':memory:' });
  await setMax('DailyDeliveredPlatformEvents', 2);
  const connection = connect(org);
  const listener = await listen(connection, '/event/Order_Event__e', -1);
  for (const number of ['1', '2']) await connection.sobject('Order_Event__e').create({ Order_Number__c: number });
  await listener.count(2);
  expect((await connection.limits()).DailyDeliveredPlatformEvents).toEqual({ Max: 2, Remaining: 0 });
  await expect(listen(connection, '/event/Order_Event__e', -1)).rejects.toMatchObject({ message: 'Organization total events daily limit exceeded', code: 403 });
});

test('publishing has its limit too', async () => {
  org = await startOrg({ data: ':memory:' });
  await setMax('HourlyPublishedPlatformEvents', 1);
  const connection = connect(org);
  await connection.sobject('Order_Event__e').create({ Order_Number__c: '1' });
  expect(await refusalOf(connection.sobject('Order_Event__e').create({ Order_Number__c: '2' }))).toMatchObject({ errorCode: 'LIMIT_EXCEEDED' });
});

test('a limit that there is not is named with those that are', async () => {
  org = await startOrg({ data: ':memory:' });
  const response = await fetch(`${org.url}/demo/limits`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"DailyTea","max":3}',
  });
  expect(await response.text()).toContain('There is no limit \\"DailyTea\\". Limits: ConcurrentAsyncGetReportInstances, DailyApiRequests');
});

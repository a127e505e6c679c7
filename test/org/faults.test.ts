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

test.each([{ kind: 'status', status: 200 }, { kind: 'slow' }, { kind: 'flood' }, { kind: 'cut', times: 0 }])(
  'a fault that cannot be is refused: %j',
  async (fault) => {
    await expect(fixture.fault(fault)).rejects.toThrow('INVALID_FIELD');
  },
);

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Secret, type Connection } from '../../kit/connection.ts';
import { AppError } from '../../kit/errors.ts';
import { openGate } from './orgGate.ts';
import { openOrg, type OrgCounters } from './salesforceOrg.ts';

const connectionTo = (instanceUrl: string): Connection => ({
  name: 'crm',
  system: 'salesforce',
  environment: 'sandbox',
  settings: { instanceUrl },
  secrets: { accessToken: new Secret('00D000000000001AAA!token') },
});

/** A server that answers every request with one status and body, and counts what it was asked. */
async function answering(status: number, body: unknown): Promise<{ url: string; readonly asked: () => number }> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

async function failure(instanceUrl: string, idempotent = false, counters: OrgCounters = { count: () => undefined }): Promise<AppError> {
  const org = openOrg(connectionTo(instanceUrl), openGate({ firstRetryMs: 2 }));
  const error: unknown = await org.request({ method: 'GET', path: '/limits', idempotent }, counters, new AbortController().signal).catch((thrown: unknown) => thrown);
  if (error instanceof AppError) return error;
  throw new Error('The request succeeded, or failed with something else.');
}

describe('what goes wrong between Sluice and an org', () => {
  test('nothing listens: the address and what to do', async () => {
    const { url } = await answering(200, {});
    const closed = url.replace(/\d+$/, '1');
    expect(await failure(closed)).toMatchObject({ kind: 'service', code: 'orgUnreachable' });
    expect((await failure('http://localhost:59999')).message).toBe('The org behind "crm" at http://localhost:59999 does not answer: nothing listens there.');
  });

  test.each([
    [401, 'INVALID_SESSION_ID', 'service', 'loginExpired'],
    [403, 'REQUEST_LIMIT_EXCEEDED', 'service', 'requestLimit'],
    [400, 'MALFORMED_QUERY', 'settings', 'queryMalformed'],
    [400, 'INVALID_TYPE', 'settings', 'objectUnknown'],
    [404, 'NOT_FOUND', 'service', 'orgNotFound'],
    [403, 'STORAGE_LIMIT_EXCEEDED', 'service', 'orgFull'],
    [403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'service', 'noPermission'],
    [400, 'SOMETHING_NEW', 'service', 'orgRefused'],
    [503, 'SERVER_UNAVAILABLE', 'busy', 'orgBusy'],
  ] as const)('HTTP %i %s is of kind %s', async (status, errorCode, kind, code) => {
    const { url } = await answering(status, [{ errorCode, message: 'said the org' }]);
    expect(await failure(url)).toMatchObject({ kind, code, data: { errorCode } });
  });

  test.each([
    [401, 'INVALID_SESSION_ID', 'Session expired or invalid', 'The org behind "crm" no longer takes this session (INVALID_SESSION_ID: Session expired or invalid).'],
    [403, 'API_DISABLED_FOR_ORG', 'API is not enabled.', 'The org behind "crm" does not let this user use the API (API_DISABLED_FOR_ORG: API is not enabled).'],
    [400, 'SOMETHING_NEW', 'Nobody knows it', 'The org behind "crm" says SOMETHING_NEW: Nobody knows it'],
  ] as const)('HTTP %i %s is told in words where they are known, with what the org said', async (status, errorCode, said, message) => {
    const { url } = await answering(status, [{ errorCode, message: said }]);
    expect((await failure(url)).message).toBe(message);
  });

  test('an answer of an org without an error body is judged by its status', async () => {
    const { url } = await answering(502, 'bad gateway');
    expect(await failure(url)).toMatchObject({ kind: 'busy', code: 'orgBusy' });
  });

  test('what is busy is tried again where that is safe, and then stops the run', async () => {
    const { url, asked } = await answering(503, [{ errorCode: 'SERVER_UNAVAILABLE', message: 'too busy' }]);
    let retries = 0;
    const error = await failure(url, true, { count: (counter, by) => (retries += counter === 'retries' ? by : 0) });
    expect({ kind: error.kind, asked: asked(), retries }).toEqual({ kind: 'service', asked: 6, retries: 5 });
  });

  test('what may have been done already is not sent twice', async () => {
    const { url, asked } = await answering(503, [{ errorCode: 'SERVER_UNAVAILABLE', message: 'too busy' }]);
    await failure(url, false);
    expect(asked()).toBe(1);
  });
});

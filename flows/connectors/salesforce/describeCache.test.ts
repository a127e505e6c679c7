import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Secret, type Connection } from '../../kit/connection.ts';
import { openOrg, type SalesforceOrg } from './salesforceOrg.ts';
import { uncounted } from './sharedOrg.ts';

const { signal } = new AbortController();
const modified = 'Sun, 01 Nov 2026 10:00:00 GMT';

/** An org that answers a describe with its label, and 304 to whoever knows it already. `open` opens it as another run would. */
async function setUp() {
  const state = { label: 'Account', sent: 0, unchanged: 0 };
  const server = createServer((request, response) => {
    const isKnown = request.headers['if-modified-since'] === modified && state.label === 'Account';
    if (isKnown) state.unchanged++;
    else state.sent++;
    if (isKnown) response.writeHead(304).end();
    else response.writeHead(200, { 'content-type': 'application/json', 'last-modified': modified }).end(JSON.stringify({ name: 'Account', label: state.label, fields: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'sluice-describes-'));
  const instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connection: Connection = { name: 'crm', system: 'salesforce', environment: 'sandbox', settings: { instanceUrl }, folder, secrets: { accessToken: new Secret('token') } };
  const opened: SalesforceOrg[] = [];
  onTestFinished(async () => {
    for (const org of opened) await org.close();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });
  const open = (): SalesforceOrg => {
    opened.push(openOrg(connection));
    return opened.at(-1)!;
  };
  return { state, open, folder };
}

test('an object is described once per run, whatever the spelling', async () => {
  const { state, open } = await setUp();
  const org = open();
  await Promise.all([org.describe('Account', uncounted, signal), org.describe('account', uncounted, signal)]);
  expect(state.sent).toBe(1);
});

test('a later run asks only whether it has changed', async () => {
  const { state, open } = await setUp();
  await open().describe('Account', uncounted, signal);
  expect(await open().describe('Account', uncounted, signal)).toMatchObject({ label: 'Account' });
  expect(state).toMatchObject({ sent: 1, unchanged: 1 });
});

test('a change is seen by the next run', async () => {
  const { state, open } = await setUp();
  await open().describe('Account', uncounted, signal);
  state.label = 'Customer';
  expect(await open().describe('Account', uncounted, signal)).toMatchObject({ label: 'Customer' });
});

test('whoever takes one of some age gets it at once, and the next one is new', async () => {
  const { state, open } = await setUp();
  await open().describe('Account', uncounted, signal);
  state.label = 'Customer';
  expect(await open().describe('Account', uncounted, signal, 60_000)).toMatchObject({ label: 'Account' });
  await expect.poll(() => state.sent).toBe(2);
  expect(await open().describe('Account', uncounted, signal)).toMatchObject({ label: 'Customer' });
});

test('a name that is no name of an object becomes no path', async () => {
  const { open, folder } = await setUp();
  await open().describe('../../Account', uncounted, signal);
  expect((await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'))).toEqual([expect.stringMatching(/v65\.0[/\\][0-9a-f]{64}\.json$/)]);
});

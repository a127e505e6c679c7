import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import type { RunEvent } from '../../flows/engine/events.ts';
import { formatVersion, type FlowDocument } from '../../flows/model/document.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { contract, type HostClient } from '../../host/contract/contract.ts';
import { lines } from './lines.ts';
import { openTestHost, type TestHost } from './testHost.ts';

let here: TestHost;
let org: Org;
let client: HostClient;
let endLine: () => Promise<void>;
const opened: string[] = [];

beforeAll(async () => {
  org = await startOrg({ data: ':memory:' });
});
afterAll(() => org.close());
beforeEach(async () => {
  vi.stubEnv('SLUICE_VAULT_PASSPHRASE', 'correct horse');
  here = await openTestHost({ capabilities: ['openExternal'], openExternal: async (url) => void opened.push(url) });
  ({ client, end: endLine } = await lines.MessagePort(contract, here.host.handlers));
});
afterEach(async () => {
  opened.length = 0;
  await endLine();
  await here.end();
  vi.unstubAllEnvs();
});

/** What a person does in the browser that the shell opened. */
async function browse(url: string): Promise<void> {
  const fields = (html: string): URLSearchParams => {
    const form = new URLSearchParams();
    for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)) form.set(name!, value!.replaceAll('&amp;', '&'));
    return form;
  };
  const login = fields(await (await fetch(url)).text());
  login.set('username', org.username);
  login.set('password', 'sluice-demo-1');
  const ticket = fields(await (await fetch(`${org.url}/services/oauth2/authorize`, { method: 'POST', body: login })).text());
  ticket.set('allow', 'yes');
  await fetch(`${org.url}/services/oauth2/authorize`, { method: 'POST', body: ticket });
}

async function signIn(): Promise<void> {
  for await (const event of client.connections.signIn({ name: 'acme', login: org.url })) {
    if (event.type === 'open') await browse(event.url);
  }
}

async function expireTokens(): Promise<void> {
  await fetch(`${org.url}/demo/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"kind":"expireTokens"}' });
}

describe('signing in from the window', () => {
  test('opens the browser, and ends when the person is back', async () => {
    const events = [];
    for await (const event of client.connections.signIn({ name: 'acme', login: org.url })) {
      events.push(event);
      if (event.type === 'open') await browse(event.url);
    }
    expect(events).toEqual([{ type: 'open', url: opened[0], isOpened: true }, { type: 'signedIn' }]);
    expect(await client.connections.list({})).toContainEqual(expect.objectContaining({ name: 'acme', settings: expect.objectContaining({ instanceUrl: org.url, loginUrl: org.url }) }));
  });

  test('ends when the window stops listening: nobody waits at the port', async () => {
    let redirect = '';
    for await (const event of client.connections.signIn({ name: 'acme', login: org.url })) {
      if (event.type === 'open') redirect = new URL(event.url).searchParams.get('redirect_uri')!;
      break;
    }
    await expect.poll(() => fetch(redirect).then(() => 'there', () => 'gone')).toBe('gone');
    expect(await client.connections.list({})).toHaveLength(1);
  });

  test('says what is wrong before anything is opened', async () => {
    const listen = async () => {
      for await (const event of client.connections.signIn({ name: 'acme', login: 'http://acme.my.salesforce.com' })) expect(event).toBeUndefined();
    };
    await expect(listen()).rejects.toMatchObject({ kind: 'settings', code: 'loginUrl' });
    expect(opened).toEqual([]);
  });
});

/** A query of many pages. */
function queryAccounts(): FlowDocument {
  const node = (type: string, settings: Record<string, unknown>) => ({ type, version: definitions[type]!.version, settings });
  return {
    sluice: formatVersion,
    name: 'Accounts',
    parameters: {},
    nodes: {
      accounts: node('salesforceQuery', { connection: 'acme', soql: 'SELECT Id, Name FROM Account', columns: [{ name: 'Id', type: 'text' }, { name: 'Name', type: 'text' }], pageSize: 200 }),
      list: node('csvWrite', { file: 'accounts.csv' }),
    },
    edges: [{ from: 'accounts.out', to: 'list.in' }],
    layout: {},
  };
}

async function run(): Promise<RunEvent[]> {
  const { run: id } = await client.runs.start({ path: join(here.folder, 'flow.json'), document: queryAccounts(), parameters: {} });
  const events: RunEvent[] = [];
  for await (const event of client.runs.watch({ run: id })) events.push(event as RunEvent);
  return events;
}

describe('a run whose session ends', () => {
  test('gets a new one from the parent of the engine, and no token is in what it says or leaves', async () => {
    await signIn();
    await expireTokens();
    const events = await run();
    expect(events.at(-1)).toMatchObject({ type: 'finished', state: 'succeeded' });
    const rows = (await readFile(join(here.folder, 'accounts.csv'), 'utf8')).trim().split('\n');
    const [{ expected }] = (await (await fetch(`${org.url}/services/data/v62.0/query?q=${encodeURIComponent('SELECT COUNT(Id) expected FROM Account')}`, { headers: { authorization: `Bearer ${org.accessToken}` } })).json()).records;
    expect(rows).toHaveLength(expected + 1);
    const tokens = /5Aep861|00D\w{15}!/;
    expect(JSON.stringify(events)).not.toMatch(tokens);
    const files = (await readdir(here.dataFolder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) expect((await readFile(join(parentPath, name), 'latin1')).match(tokens), name).toBeNull();
  });

  test('stops with a sentence when nobody can renew it', async () => {
    await signIn();
    await expireTokens();
    // The refresh token is no longer good: the app was thrown out of the org.
    await client.connections.save({ ...(await acme()), secrets: { refreshToken: '5Aep!gone' } });
    expect((await run()).at(-1)).toMatchObject({ state: 'failed', error: { kind: 'service', code: 'loginExpired', hint: 'Open Connections and sign in again.' } });
  });
});

async function acme() {
  const { builtIn: _, ...connection } = (await client.connections.list({})).find(({ name }) => name === 'acme')!;
  return connection;
}

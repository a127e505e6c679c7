import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import { openConnections, type Connections } from '../connections/connections.ts';
import { browserSignIn } from '../connectors/salesforce/auth/browserSignIn.ts';
import { salesforceSessions } from '../connectors/salesforce/auth/salesforceSessions.ts';
import { openOrg } from '../connectors/salesforce/salesforceOrg.ts';
import { uncounted } from '../connectors/salesforce/sharedOrg.ts';
import { addConnection } from './addConnection.ts';
import { diagnoseConnection } from './diagnoseConnection.ts';
import { signInWithBrowser } from './signInWithBrowser.ts';

let folder: string;
let org: Org;
let connections: Connections;
const { signal } = new AbortController();

beforeAll(async () => {
  org = await startOrg({ data: ':memory:' });
});
afterAll(() => org.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  connections = open();
});
afterEach(async () => {
  await connections.close();
  await rm(folder, { recursive: true });
});

function open(env: NodeJS.ProcessEnv = {}): Connections {
  return openConnections({ dataFolder: folder, startOrg, env: { SLUICE_VAULT_PASSPHRASE: 'correct horse', ...env }, sessions: salesforceSessions });
}

async function tell(path: string, body: object): Promise<void> {
  const answer = await fetch(org.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}
const expireTokens = () => tell('/demo/faults', { kind: 'expireTokens' });

/** What a person does in the browser: signs in, allows or denies, follows the redirect. Gives the address of the redirect and what it shows. */
async function browse(url: string, allow: 'yes' | 'no' = 'yes'): Promise<{ redirect: URL; page: string }> {
  const fields = (html: string): URLSearchParams => {
    const form = new URLSearchParams();
    for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)) form.set(name!, value!.replaceAll('&amp;', '&'));
    return form;
  };
  const login = fields(await (await fetch(url)).text());
  login.set('username', org.username);
  login.set('password', 'sluice-demo-1');
  const ticket = fields(await (await fetch(`${org.url}/services/oauth2/authorize`, { method: 'POST', body: login })).text());
  ticket.set('allow', allow);
  const answer = await fetch(`${org.url}/services/oauth2/authorize`, { method: 'POST', body: ticket, redirect: 'manual' });
  const redirect = new URL(answer.headers.get('location')!);
  return { redirect, page: await (await fetch(redirect)).text() };
}

function signIn(show: (url: string) => Promise<void>, stop: AbortSignal = signal): Promise<void> {
  return signInWithBrowser({ connections, name: 'acme', login: org.url, clientId: undefined, signal: stop, show });
}

const whoAmI = async () => openOrg(await connections.resolve('acme')).request<{ preferred_username: string }>({ method: 'GET', path: '/services/oauth2/userinfo', idempotent: true }, uncounted, signal);

describe('signing in with the browser', () => {
  test('keeps a connection that works, and its secrets in the vault alone', async () => {
    await signIn(async (url) => {
      expect((await browse(url)).page).toContain('You are signed in');
    });
    expect((await whoAmI()).preferred_username).toBe(org.username);
    const { secrets } = await connections.resolve('acme');
    expect(Object.keys(secrets)).toEqual(['accessToken']);
    for (const file of await readdir(folder)) expect(await readFile(join(folder, file), 'utf8'), file).not.toMatch(/5Aep|00D\w+!/);
  });

  test('asks for a code with a challenge, and the address holds no secret', async () => {
    const stop = new AbortController();
    const asked = Promise.withResolvers<string>();
    const ended = signIn(async (url) => asked.resolve(url), stop.signal);
    const { searchParams } = new URL(await asked.promise);
    expect(searchParams.get('response_type')).toBe('code');
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(searchParams.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+\/OauthRedirect$/);
    stop.abort();
    await expect(ended).rejects.toMatchObject({ kind: 'cancelled' });
    // The port is free again.
    await expect(fetch(searchParams.get('redirect_uri')!)).rejects.toThrow();
  });

  test('says that access was denied, and keeps nothing', async () => {
    await expect(signIn(async (url) => void (await browse(url, 'no')))).rejects.toMatchObject({ kind: 'service', code: 'signInDenied' });
    expect(await connections.list()).toHaveLength(1);
  });

  test('is not moved by somebody who does not know the state', async () => {
    await signIn(async (url) => {
      const redirect = new URL(new URL(url).searchParams.get('redirect_uri')!);
      for (const query of ['?code=stolen&state=guess', '?error=access_denied', '']) expect((await fetch(redirect.href + query)).status).toBe(400);
      await browse(url);
    });
    expect((await whoAmI()).preferred_username).toBe(org.username);
  });

  test('is not waited for longer than it is given, and then its port is free', async () => {
    const { url, session } = await browserSignIn({ loginUrl: org.url, clientId: 'sluice', signal, withinMs: 1 });
    await expect(session).rejects.toMatchObject({ kind: 'service', code: 'signInTooLate', hint: 'Start the sign-in again.' });
    await expect(fetch(new URL(url).searchParams.get('redirect_uri')!)).rejects.toThrow();
  });

  test('takes a client id for every org but the demo org', async () => {
    const asked = signInWithBrowser({ connections, name: 'acme', login: 'acme', clientId: undefined, signal, show: async () => {} });
    await expect(asked).rejects.toMatchObject({ kind: 'settings', code: 'clientIdMissing' });
  });
});

describe('a session that ends', () => {
  test('is renewed once for all requests that meet it, and the new one is kept', async () => {
    await signIn(async (url) => void (await browse(url)));
    const client = openOrg(await connections.resolve('acme'));
    const before = client.connection.secrets['accessToken']!.reveal();
    await expireTokens();
    const ask = () => client.request<{ records: object[] }>({ method: 'GET', path: `/query?q=${encodeURIComponent('SELECT Id FROM Account LIMIT 1')}`, idempotent: true }, uncounted, signal);
    const answers = await Promise.all(Array.from({ length: 12 }, ask));
    expect(answers.every(({ records }) => records.length === 1)).toBe(true);
    const after = client.connection.secrets['accessToken']!.reveal();
    expect(after).not.toBe(before);
    // Two clients that hold the old session get the same new one, also after a restart.
    expect((await connections.resolve('acme')).secrets['accessToken']!.reveal()).toBe(after);
    expect((await open().resolve('acme')).secrets['accessToken']!.reveal()).toBe(after);
  });

  test('cannot be renewed when the refresh token is refused: the person is told to sign in', async () => {
    await addConnection(connections, { name: 'acme', settings: { instanceUrl: org.url, loginUrl: org.url, clientId: 'sluice' }, secrets: { accessToken: '00D!old', refreshToken: '5Aep!gone' } });
    await expect(whoAmI()).rejects.toMatchObject({ kind: 'service', code: 'loginExpired', hint: 'Open Connections and sign in again.' });
  });

  test('of a plain access token ends with a sentence', async () => {
    await addConnection(connections, { name: 'acme', settings: { instanceUrl: org.url }, secrets: { accessToken: '00D!old' } });
    await expect(whoAmI()).rejects.toMatchObject({ kind: 'service', code: 'loginExpired' });
  });

  test('of the demo org is replaced too', async () => {
    const client = openOrg(await connections.resolve('demo'));
    const { instanceUrl } = client.connection.settings;
    const expire = () => fetch(`${instanceUrl}/demo/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"kind":"expireTokens"}' });
    const ask = () => client.request({ method: 'GET', path: '/limits', idempotent: true }, uncounted, signal);
    await expire();
    await ask();
    // Another process finds the org by its record, and the session in there has ended.
    await expire();
    const other = open();
    expect((await other.resolve('demo')).settings['instanceUrl']).toBe(instanceUrl);
    await other.close();
  });
});

describe('signing in without a person', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });

  test('a signed assertion gives sessions, the first and the next', async () => {
    await tell('/demo/clients', { id: 'pipeline', certificate: publicKey });
    await addConnection(connections, { name: 'acme', settings: { loginUrl: org.url, clientId: 'pipeline', username: org.username }, secrets: { privateKey } });
    expect((await whoAmI()).preferred_username).toBe(org.username);
    await expireTokens();
    expect((await whoAmI()).preferred_username).toBe(org.username);
    expect((await connections.list())[1]).toMatchObject({ settings: { instanceUrl: org.url } });
  });

  test('client credentials give sessions of the user the app runs as', async () => {
    await addConnection(connections, { name: 'acme', settings: { loginUrl: org.url, clientId: 'sluiceServer' }, secrets: { clientSecret: 'sluice-demo-secret' } });
    expect((await whoAmI()).preferred_username).toBe('integration@sluice.example');
    await expireTokens();
    expect((await whoAmI()).preferred_username).toBe('integration@sluice.example');
  });

  test('the environment gives both, and what it gives is written nowhere', async () => {
    await tell('/demo/clients', { id: 'pipeline', certificate: publicKey });
    const base = { SLUICE_ACME_LOGIN_URL: org.url };
    connections = open({ ...base, SLUICE_ACME_CLIENT_ID: 'pipeline', SLUICE_ACME_USERNAME: org.username, SLUICE_ACME_JWT_KEY: privateKey });
    expect((await whoAmI()).preferred_username).toBe(org.username);
    await expireTokens();
    expect((await whoAmI()).preferred_username).toBe(org.username);
    connections = open({ ...base, SLUICE_ACME_CLIENT_ID: 'sluiceServer', SLUICE_ACME_CLIENT_SECRET: 'sluice-demo-secret' });
    expect((await whoAmI()).preferred_username).toBe('integration@sluice.example');
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    [{ SLUICE_ACME_CLIENT_SECRET: 's' }, 'SLUICE_ACME_CLIENT_SECRET is set but SLUICE_ACME_CLIENT_ID is not. Set both, or neither.'],
    [{ SLUICE_ACME_CLIENT_ID: 'c' }, 'SLUICE_ACME_CLIENT_ID is set but SLUICE_ACME_CLIENT_SECRET is not. Set both, or neither.'],
    [{ SLUICE_ACME_CLIENT_ID: 'c', SLUICE_ACME_JWT_KEY: 'k' }, 'SLUICE_ACME_JWT_KEY is set but SLUICE_ACME_USERNAME is not. Set both, or neither.'],
    [{ SLUICE_ACME_CLIENT_ID: 'c', SLUICE_ACME_JWT_KEY_FILE: '/no/such.pem' }, 'SLUICE_ACME_JWT_KEY_FILE names /no/such.pem, which cannot be read (ENOENT).'],
    [{ SLUICE_ACME_CLIENT_ID: 'c', SLUICE_ACME_USERNAME: 'u', SLUICE_ACME_JWT_KEY: 'no key' }, 'The JWT key cannot be read. Give an RSA private key in PEM, without a passphrase.'],
  ])('half of it is a mistake: %j', async (env, message) => {
    await expect(open(env).resolve('acme')).rejects.toMatchObject({ kind: 'settings', message });
  });
});

describe('a check of a connection', () => {
  test('learns what the org is, and pins the newest API version that both know', async () => {
    await signIn(async (url) => void (await browse(url)));
    expect(await connections.list()).toContainEqual(expect.objectContaining({ name: 'acme', environment: 'production' }));
    const { findings, environment, apiVersion, user, dailyCalls, latencyMs } = await diagnoseConnection(connections, 'acme', signal);
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['reached', 'good'], ['signedIn', 'good'], ['dailyCalls', 'good']]);
    expect({ environment, apiVersion, user }).toEqual({ environment: 'demo', apiVersion: '65.0', user: org.username });
    expect(dailyCalls?.most).toBe(15_000);
    expect(latencyMs).toBeGreaterThanOrEqual(0);
    expect(await connections.list()).toContainEqual(expect.objectContaining({ name: 'acme', environment: 'demo', settings: expect.objectContaining({ apiVersion: '65.0', username: org.username }) }));
    // What was learnt costs no secret.
    await expireTokens();
    expect((await whoAmI()).preferred_username).toBe(org.username);
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openConnections } from './connections.ts';
import type { RunningOrg } from './demoConnection.ts';

let folder: string;
const orgs: RunningOrg[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
});
afterEach(async () => {
  vi.useRealTimers();
  for (const org of orgs.splice(0)) await org.close();
  await rm(folder, { recursive: true });
});

/** An org as far as finding it goes: it answers who one is, to its token alone. The real one is tested in test/host. */
async function startOrg(): Promise<RunningOrg> {
  const accessToken = `session-${orgs.length}`;
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/demo/session' && request.headers.authorization === `Bearer ${accessToken}` ? 200 : 401).end('{}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const org = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    username: 'admin@demo.example',
    accessToken,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  orgs.push(org);
  return org;
}

function open(env: NodeJS.ProcessEnv = {}) {
  return openConnections({ dataFolder: folder, startOrg, env: { SLUICE_VAULT_PASSPHRASE: 'correct horse', ...env } });
}

const acme = { name: 'acme', system: 'salesforce', environment: 'sandbox', settings: { instanceUrl: 'https://acme.example' } } as const;

describe('stored connections', () => {
  test('are listed after the built-in one, without secrets', async () => {
    const connections = open();
    await connections.save(acme, { accessToken: 'very-secret' });
    expect(await connections.list()).toEqual([
      { name: 'demo', system: 'salesforce', environment: 'demo', settings: {}, builtIn: true },
      { ...acme, builtIn: false },
    ]);
    expect(await readFile(join(folder, 'connections.json'), 'utf8')).not.toContain('very-secret');
  });

  test('resolve with their secrets, which print as nothing', async () => {
    await open().save(acme, { accessToken: 'very-secret' });
    const connection = await open().resolve('acme');
    expect(connection).toMatchObject({ ...acme });
    expect(connection.secrets['accessToken']!.reveal()).toBe('very-secret');
    expect(JSON.stringify(connection)).not.toContain('very-secret');
  });

  test('keep their secrets when other settings change, and forget a blank one', async () => {
    const connections = open();
    await connections.save(acme, { accessToken: 'a', refreshToken: 'r' });
    await connections.save({ ...acme, environment: 'production' }, {});
    await connections.save(acme, { refreshToken: '' });
    const { secrets } = await connections.resolve('acme');
    expect(Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()])).toEqual([['accessToken', 'a']]);
  });

  test('keep what a person has chosen for the org when they sign in again: where to stop, which API version; a blank one is forgotten', async () => {
    const connections = open();
    const settings = async () => (await connections.resolve('acme')).settings;
    await connections.save({ ...acme, settings: { ...acme.settings, stopAtPercent: '50', apiVersion: '64.0' } }, { accessToken: 'a' });
    await connections.save(acme, { accessToken: 'b' });
    expect(await settings()).toEqual({ ...acme.settings, stopAtPercent: '50', apiVersion: '64.0' });
    await connections.save({ ...acme, settings: { ...acme.settings, stopAtPercent: '' } }, {});
    expect(await settings()).toEqual({ ...acme.settings, apiVersion: '64.0' });
    await connections.save({ ...acme, settings: { instanceUrl: 'https://elsewhere.example' } }, { accessToken: 'c' });
    expect(await settings()).toEqual({ instanceUrl: 'https://elsewhere.example' });
  });

  test('never send a stored secret to another address: a new instance URL forgets it', async () => {
    const connections = open();
    await connections.save(acme, { accessToken: 'a', refreshToken: 'r' });
    await connections.save({ ...acme, settings: { instanceUrl: 'https://elsewhere.example' } }, {});
    expect((await connections.resolve('acme')).secrets).toEqual({});
    await connections.save(acme, { accessToken: 'a', refreshToken: 'r' });
    await connections.save({ ...acme, settings: { instanceUrl: 'https://elsewhere.example' } }, { accessToken: 'b' });
    expect(Object.keys((await connections.resolve('acme')).secrets)).toEqual(['accessToken']);
  });

  test('are gone when they are removed, secrets too', async () => {
    const connections = open();
    await connections.save(acme, { accessToken: 'a' });
    await connections.remove('acme');
    await expect(connections.resolve('acme')).rejects.toMatchObject({ kind: 'settings', code: 'connectionUnknown' });
    await connections.save(acme, {});
    expect((await connections.resolve('acme')).secrets).toEqual({});
  });

  test('that are not there are named, with what there is', async () => {
    const connections = open();
    await connections.save(acme, {});
    await expect(connections.resolve('acne')).rejects.toMatchObject({
      kind: 'settings',
      message: 'There is no connection "acne". Connections: demo, acme.',
      hint: 'Did you mean "acme"?',
    });
    await expect(connections.remove('nobody')).rejects.toMatchObject({ kind: 'settings' });
  });

  test.each(['', 'my org', '1st', 'a_b', 'ä', '../x', 'x'.repeat(65), 'demo', 'Demo', 'ACME'])('cannot be called "%s"', async (name) => {
    const connections = open();
    await connections.save(acme, {});
    await expect(connections.save({ ...acme, name }, {})).rejects.toMatchObject({ kind: 'settings' });
  });

  test('a file that is no list of connections is named, not overwritten', async () => {
    await writeFile(join(folder, 'connections.json'), '[]');
    await expect(open().save(acme, {})).rejects.toMatchObject({
      kind: 'settings',
      code: 'connectionsFile',
      message: expect.stringContaining('connections.json'),
    });
    expect(await readFile(join(folder, 'connections.json'), 'utf8')).toBe('[]');
  });
});

describe('connections from the environment', () => {
  const env = { SLUICE_MY_ORG_INSTANCE_URL: 'https://ci.example', SLUICE_MY_ORG_ACCESS_TOKEN: 'ci-token' };

  test('need no store and no vault; unsaid, the org counts as production', async () => {
    const connection = await open(env).resolve('my-org');
    expect(connection).toMatchObject({ name: 'my-org', system: 'salesforce', environment: 'production', settings: { instanceUrl: 'https://ci.example' } });
    expect(connection.secrets['accessToken']!.reveal()).toBe('ci-token');
  });

  test('win over the store', async () => {
    const connections = open({ SLUICE_ACME_INSTANCE_URL: 'https://ci.example', SLUICE_ACME_ACCESS_TOKEN: 't', SLUICE_ACME_ENVIRONMENT: 'scratch' });
    await connections.save(acme, { accessToken: 'a' });
    expect(await connections.resolve('acme')).toMatchObject({ environment: 'scratch', settings: { instanceUrl: 'https://ci.example' } });
  });

  test('half of them is a mistake, and so is an unknown kind of org', async () => {
    await expect(open({ SLUICE_ACME_INSTANCE_URL: 'https://ci.example' }).resolve('acme')).rejects.toMatchObject({
      kind: 'settings',
      message: 'SLUICE_ACME_INSTANCE_URL is set but SLUICE_ACME_ACCESS_TOKEN is not. Set both, or neither.',
    });
    await expect(open({ ...env, SLUICE_MY_ORG_ENVIRONMENT: 'test' }).resolve('my-org')).rejects.toMatchObject({
      kind: 'settings',
      message: expect.stringContaining('"test"'),
    });
  });
});

describe('the demo connection', () => {
  test('starts an org when it is first needed, once', async () => {
    const connections = open();
    expect(await connections.demoOrgUrl()).toBeUndefined();
    const [one, two] = await Promise.all([connections.resolve('demo'), connections.resolve('demo')]);
    expect(orgs).toHaveLength(1);
    expect(one).toEqual({ ...two, renew: expect.any(Function) });
    expect(one).toMatchObject({ name: 'demo', environment: 'demo', settings: { instanceUrl: orgs[0]!.url, username: 'admin@demo.example' } });
    expect(await connections.demoOrgUrl()).toBe(orgs[0]!.url);
    expect((await stat(join(folder, 'demoOrg.json'))).mode & 0o777).toBe(0o600);
  });

  test('uses the org that another process started, and leaves it running', async () => {
    await open().resolve('demo');
    const other = open();
    const connection = await other.resolve('demo');
    await other.close();
    expect(orgs).toHaveLength(1);
    expect(connection.secrets['accessToken']!.reveal()).toBe('session-0');
    expect((await open().resolve('demo')).settings['instanceUrl']).toBe(orgs[0]!.url);
  });

  test('does not trust a record whose org does not answer', async () => {
    await open().resolve('demo');
    await orgs[0]!.close();
    expect((await open().resolve('demo')).settings['instanceUrl']).toBe(orgs[1]!.url);
  });

  test('ends the org it started and its record', async () => {
    const connections = open();
    await connections.resolve('demo');
    await connections.close();
    await expect(fetch(orgs[0]!.url)).rejects.toThrow();
    await expect(stat(join(folder, 'demoOrg.json'))).rejects.toThrow();
  });

  test('keeps the recorded session good while the org runs', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const connections = open();
    await connections.resolve('demo');
    Object.assign(orgs[0]!, { accessToken: 'a-new-session' });
    vi.advanceTimersByTime(60 * 60 * 1_000);
    await expect.poll(async () => JSON.parse(await readFile(join(folder, 'demoOrg.json'), 'utf8')) as object).toMatchObject({ accessToken: 'a-new-session' });
  });

  test('can be tried again when the org did not start', async () => {
    let tries = 0;
    const connections = openConnections({ dataFolder: folder, env: {}, startOrg: () => (tries++ === 0 ? Promise.reject(new Error('no port')) : startOrg()) });
    await expect(connections.resolve('demo')).rejects.toThrow('no port');
    expect(await connections.resolve('demo')).toMatchObject({ name: 'demo' });
  });

  test('cannot be removed', async () => {
    await expect(open().remove('demo')).rejects.toMatchObject({ kind: 'settings', code: 'connectionBuiltIn' });
  });
});

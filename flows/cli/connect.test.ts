import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import { commandLine } from './commandLine.ts';
import { sluice, testTerminal, type Said } from './testTerminal.ts';

let folder: string;
let org: Org;
beforeAll(async () => {
  org = await startOrg({ data: ':memory:' });
});
afterAll(() => org.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
});
afterEach(() => rm(folder, { recursive: true }));

function run(...texts: string[]): Promise<Said> {
  return sluice(texts, { cwd: folder, env: { SLUICE_HOME: join(folder, 'home'), SLUICE_VAULT_PASSPHRASE: 'correct horse', HOME: folder } });
}

describe('sluice connect', () => {
  it('signs a pipeline in with a key, and says what it found', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
    await fetch(`${org.url}/demo/clients`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id: 'pipeline', certificate: publicKey }) });
    await writeFile(join(folder, 'key.pem'), privateKey);
    const { code, out, err } = await run('connect', 'ci', '--jwt-key', 'key.pem', '--username', org.username, '--client-id', 'pipeline', '--login-url', org.url);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('ci, demo\n');
    expect(out).toContain(`✓ Signed in as ${org.username} to `);
    expect(out).toMatch(/✓ [\d,]+ of 15,000 API calls are left today\./);
    for (const file of await readdir(join(folder, 'home'))) expect(await readFile(join(folder, 'home', file), 'utf8'), file).not.toMatch(/PRIVATE KEY|00D\w{15}!/);
  });

  it('signs in as the app itself, lists what it made, checks and removes it', async () => {
    await writeFile(join(folder, 'secret'), 'sluice-demo-secret\n');
    expect((await run('connect', 'app', '--client-secret-file', 'secret', '--client-id', 'sluiceServer', '--login-url', org.url)).code).toBe(0);
    const list = JSON.parse((await run('connections', '--json')).out) as { name: string; environment: string }[];
    expect(list.map(({ name, environment }) => [name, environment])).toEqual([['demo', 'demo'], ['app', 'demo']]);
    expect((await run('connections')).out).toContain(`${org.url}  integration@sluice.example`);
    const checked = await run('connect', 'app', '--check', '--json');
    expect(JSON.parse(checked.out)).toMatchObject({ environment: 'demo', user: 'integration@sluice.example' });
    expect(await run('connect', 'app', '--remove')).toEqual({ code: 0, out: 'The connection "app" is removed.\n', err: '' });
    expect(JSON.parse((await run('connections', '--json')).out)).toHaveLength(1);
  });

  it('uses an access token, and names what blocks when it has ended', async () => {
    await writeFile(join(folder, 'token'), org.accessToken);
    expect((await run('connect', 'try', '--access-token-file', 'token', '--login-url', org.url)).code).toBe(0);
    await fetch(`${org.url}/demo/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"kind":"expireTokens"}' });
    const { code, out } = await run('connect', 'try', '--check');
    expect(code).toBe(4);
    expect(out).toContain('✗ The org behind "try" no longer takes this session');
    expect(out).toContain('  → Setup, Connected Apps OAuth Usage\n');
  });

  it('opens no browser where nobody watches: it gives the address, and Ctrl-C cancels', async () => {
    const shown = Promise.withResolvers<string>();
    const terminal = testTerminal({
      env: { SLUICE_HOME: join(folder, 'home'), SLUICE_VAULT_PASSPHRASE: 'correct horse' },
      err: (text) => {
        const url = /^http\S+/m.exec(text)?.[0];
        if (url) shown.resolve(url);
      },
    });
    const ended = commandLine(['connect', 'mine', '--login-url', org.url], terminal);
    expect(await shown.promise).toContain(`${org.url}/services/oauth2/authorize?response_type=code`);
    terminal.interrupt();
    expect(await ended).toBe(130);
  });

  it.each([
    [['connect'], '"sluice connect" needs NAME.'],
    [['connect', 'a', '--jwt-key', 'k', '--sf', 'me'], '--jwt-key and --sf are two ways to sign in. Choose one.'],
    [['connect', 'a', '--jwt-key', 'no.pem'], '--jwt-key no.pem: the file cannot be read (ENOENT).'],
    [['connect', 'a', '--client-secret-file', 'here'], '--client-secret-file needs --client-id too.'],
    [['connect', 'a', '--jwt-key', 'here'], 'The JWT key cannot be read.'],
    [['connect', 'a'], 'takes the client id of an External Client App of the org.'],
    [['connect', 'a', '--login-url', 'http://acme.my.salesforce.com'], 'only https is safe for a sign-in'],
    [['connect', 'a', '--sf', 'ann@acme.example'], 'The sf command knows no org "ann@acme.example". It knows: none.'],
    [['connect', 'demo', '--remove'], 'is built in'],
  ])('refuses %j', async (texts, message) => {
    await writeFile(join(folder, 'here'), 'no key');
    const { code, out, err } = await run(...texts);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it('documents the variables of the environment', async () => {
    const { out } = await run('help', 'connect');
    for (const variable of ['INSTANCE_URL', 'ACCESS_TOKEN', 'LOGIN_URL', 'CLIENT_ID', 'CLIENT_SECRET', 'REFRESH_TOKEN', 'USERNAME', 'JWT_KEY', 'JWT_KEY_FILE', 'ENVIRONMENT', 'API_VERSION']) {
      expect(out).toContain(`SLUICE_<NAME>_${variable}`);
    }
  });
});

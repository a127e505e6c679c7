import { createCipheriv, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sfCredentials, sfOrgs } from './sfOrgs.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sluice-'));
});
afterEach(() => rm(home, { recursive: true }));

/** As the sf command seals: 12 letters of iv under a key of 32 letters, 24 under one of 64. */
function sealed(text: string, key: string): string {
  const isHex = key.length === 64;
  const iv = randomBytes(isHex ? 12 : 6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, isHex ? 'hex' : 'utf8'), Buffer.from(iv, isHex ? 'hex' : 'utf8'));
  const hex = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('hex');
  return `${iv}${hex}:${cipher.getAuthTag().toString('hex')}`;
}

async function writeHome(key: string): Promise<void> {
  const folder = join(home, '.sfdx');
  await mkdir(folder);
  const write = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value));
  await write('key.json', { service: 'sfdx', account: 'local', key });
  await write('alias.json', { orgs: { prod: 'ann@acme.example', main: 'ann@acme.example' } });
  await write('ann@acme.example.json', {
    username: 'ann@acme.example',
    instanceUrl: 'https://acme.my.salesforce.com/',
    loginUrl: 'https://login.salesforce.com',
    clientId: 'PlatformCLI',
    accessToken: sealed('00D!token', key),
    refreshToken: sealed('5Aep!refresh', key),
  });
  await write('bo@acme.example.json', { username: 'bo@acme.example', instanceUrl: 'https://acme--dev.sandbox.my.salesforce.com' });
  await write('broken@acme.example.json', 'no org');
  await write('stash.json', {});
}

describe.each([32, 64])('orgs of the sf command, under a key of %i letters', (length) => {
  const key = randomBytes(length / 2).toString('hex');

  test('are listed without secrets, with their aliases', async () => {
    await writeHome(key);
    expect(await sfOrgs(home)).toEqual([
      { username: 'ann@acme.example', aliases: ['prod', 'main'], instanceUrl: 'https://acme.my.salesforce.com' },
      { username: 'bo@acme.example', aliases: [], instanceUrl: 'https://acme--dev.sandbox.my.salesforce.com' },
    ]);
  });

  test('give their sign-in by user name or alias, and nothing is written', async () => {
    await writeHome(key);
    const before = await readdir(join(home, '.sfdx'));
    const texts = await Promise.all(before.map((name) => readFile(join(home, '.sfdx', name), 'utf8')));
    const expected = {
      settings: { instanceUrl: 'https://acme.my.salesforce.com', loginUrl: 'https://login.salesforce.com', clientId: 'PlatformCLI', username: 'ann@acme.example' },
      secrets: { accessToken: '00D!token', refreshToken: '5Aep!refresh' },
    };
    expect(await sfCredentials(home, 'ann@acme.example')).toEqual(expected);
    expect(await sfCredentials(home, 'main')).toEqual(expected);
    expect(await Promise.all((await readdir(join(home, '.sfdx'))).map((name) => readFile(join(home, '.sfdx', name), 'utf8')))).toEqual(texts);
  });
});

test('without sf there is nothing to adopt', async () => {
  expect(await sfOrgs(home)).toEqual([]);
  await expect(sfCredentials(home, 'ann@acme.example')).rejects.toMatchObject({ kind: 'settings', code: 'sfOrgUnknown', message: expect.stringContaining('It knows: none.') });
});

test('a key in the keychain stays there, and another key does not open', async () => {
  await writeHome(randomBytes(16).toString('hex'));
  await writeFile(join(home, '.sfdx', 'key.json'), JSON.stringify({ key: randomBytes(16).toString('hex') }));
  await expect(sfCredentials(home, 'main')).rejects.toMatchObject({ kind: 'service', code: 'sfKeyOther' });
  await rm(join(home, '.sfdx', 'key.json'));
  await expect(sfCredentials(home, 'main')).rejects.toMatchObject({ kind: 'service', code: 'sfKeyAway', hint: 'Sign in with the browser instead.' });
});

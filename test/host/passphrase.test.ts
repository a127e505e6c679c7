import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openConnections } from '../../flows/connections/connections.ts';
import { contract, type HostClient } from '../../host/contract/contract.ts';
import { createHost } from '../../host/services/createHost.ts';
import { lines } from './lines.ts';
import { openTestHost, type TestHost } from './testHost.ts';

const acme = { name: 'acme', system: 'salesforce', environment: 'sandbox', settings: { instanceUrl: 'https://acme.example' } } as const;
const startNothing = (): never => expect.fail('the demo org was started');

let here: TestHost;
let client: HostClient;
beforeEach(async () => {
  // No session bus: no keychain (keychainKey.test.ts has it in a process of its own).
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere');
  vi.stubEnv('SLUICE_VAULT_PASSPHRASE', undefined);
  vi.stubEnv('SLUICE_SEAL_KEY', undefined);
  here = await openTestHost();
  ({ client } = await lines.memory(contract, here.host.handlers));
});
afterEach(async () => {
  await here.end();
  vi.unstubAllEnvs();
});

/** The same data folder in a host that has just started. */
async function afterRestart<T>(work: (again: HostClient) => Promise<T>): Promise<T> {
  const host = await createHost({ dataFolder: here.dataFolder, templatesFolder: here.templatesFolder, shell: { capabilities: [] }, launchEngine: () => expect.fail('nothing runs'), version: '1.2.3' });
  try {
    return await work((await lines.memory(contract, host.handlers)).client);
  } finally {
    await host.close();
  }
}

test.skipIf(process.platform !== 'linux')('no keychain (Linux only): secrets go under a passphrase that the person chooses, asked for again after a restart', async () => {
  await expect(client.connections.save({ ...acme, secrets: { accessToken: 'very-secret-token' } })).rejects.toMatchObject({ kind: 'service', code: 'vaultUnavailable' });
  expect(await client.connections.vault({})).toMatchObject({ available: false, passphrase: 'choose' });

  await client.connections.unlockVault({ passphrase: 'four unrelated words here' });
  expect(await client.connections.vault({})).toEqual({ place: 'an encrypted file under your passphrase', available: true });
  await client.connections.save({ ...acme, secrets: { accessToken: 'very-secret-token' } });
  for (const file of await readdir(here.dataFolder)) {
    if (file.endsWith('.json')) expect(await readFile(join(here.dataFolder, file), 'utf8'), file).not.toMatch(/very-secret|unrelated words/);
  }

  await afterRestart(async (again) => {
    expect(await again.connections.vault({})).toMatchObject({ available: false, passphrase: 'enter' });
    await expect(again.connections.limits({ name: 'acme' })).rejects.toMatchObject({ code: 'vaultUnavailable', message: expect.stringContaining('locked under a passphrase') });
    await expect(again.connections.unlockVault({ passphrase: 'three unrelated words' })).rejects.toMatchObject({
      kind: 'service',
      code: 'vaultUnavailable',
      message: expect.stringMatching(/^What you entered is not the passphrase of .*secrets\.json/),
    });
    expect(await again.connections.vault({})).toMatchObject({ available: false, passphrase: 'enter' });
    await again.connections.unlockVault({ passphrase: 'four unrelated words here' });
    expect(await again.connections.limits({ name: 'acme' })).toEqual({});
  });

  const headless = openConnections({ dataFolder: here.dataFolder, startOrg: startNothing, env: { SLUICE_VAULT_PASSPHRASE: 'four unrelated words here' } });
  expect((await headless.resolve('acme')).secrets['accessToken']?.reveal()).toBe('very-secret-token');
});

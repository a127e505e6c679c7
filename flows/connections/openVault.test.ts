import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openVault } from './openVault.ts';
import { sealedVault } from './sealedVault.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('choosing a passphrase sets a file under the keychain aside and throws nothing away', async () => {
  const file = join(folder, 'secrets.json');
  const keychain = { kind: 'keychain', place: 'the system keychain', get: async () => new Uint8Array(32), probe: async () => ({ place: 'the system keychain', available: true }) } as const;
  await sealedVault(file, keychain).set('a', 'under the keychain');
  const before = await readFile(file, 'utf8');

  const vault = openVault(folder, {});
  await vault.unlock('four unrelated words here');
  await vault.set('a', 'under the passphrase');
  expect(await vault.get('a')).toBe('under the passphrase');
  expect((await readdir(folder)).sort()).toEqual(['secrets.json', 'secrets.json.keychain']);
  expect(await readFile(`${file}.keychain`, 'utf8')).toBe(before);
});

test('the file tells at the next start that it waits for a passphrase; a wrong one leaves it as it is, and the right one opens it after any number of wrong ones', async () => {
  await openVault(folder, {}).unlock('four unrelated words here');
  const vault = openVault(folder, {});
  expect(await vault.probe()).toEqual({ place: 'an encrypted file under your passphrase', available: false, message: 'It is locked until you enter the passphrase.', passphrase: 'enter' });
  for (const wrong of ['three', 'two']) await expect(vault.unlock(wrong)).rejects.toMatchObject({ code: 'vaultUnavailable', message: expect.stringContaining('What you entered is not the passphrase of') });
  await expect(vault.get('a')).rejects.toMatchObject({ code: 'vaultUnavailable', message: expect.stringContaining('locked under a passphrase') });
  await vault.unlock('four unrelated words here');
  expect(await vault.probe()).toEqual({ place: 'an encrypted file under your passphrase', available: true });
});

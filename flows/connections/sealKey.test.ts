import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../kit/errors.ts';
import { sealKey } from './sealKey.ts';
import { sealedVault } from './sealedVault.ts';
import type { MasterKey, Vault } from './vault.ts';

let dataFolder: string;
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sluice-'));
});
afterEach(() => rm(dataFolder, { recursive: true }));

const key = randomBytes(32);
const masterKey: MasterKey = { kind: 'keychain', place: 'the system keychain', get: () => Promise.resolve(key), probe: () => Promise.resolve({ place: 'the system keychain', available: true }) };
const openVault = (): Vault => sealedVault(join(dataFolder, 'secrets.json'), masterKey);

describe('the key for what runs keep', () => {
  test('is made on first use and stays the same', async () => {
    const first = await sealKey({ dataFolder, env: {}, vault: openVault() });
    expect(first.key).toHaveLength(32);
    expect(await sealKey({ dataFolder, env: {}, vault: openVault() })).toEqual(first);
  });

  test('is one, however many ask for the first time at once', async () => {
    const keys = await Promise.all(Array.from({ length: 5 }, () => sealKey({ dataFolder, env: {}, vault: openVault() })));
    expect(new Set(keys.map(({ key: one }) => Buffer.from(one!).toString('hex'))).size).toBe(1);
  });

  test('comes from the environment where it is given, and no vault is asked', async () => {
    const none = (): Promise<never> => Promise.reject(new Error('asked the vault'));
    const given = randomBytes(32);
    const vault: Vault = { get: none, set: none, delete: none, probe: none };
    expect(await sealKey({ dataFolder, env: { SLUICE_SEAL_KEY: given.toString('base64') }, vault })).toEqual({ key: given });
    await expect(sealKey({ dataFolder, env: { SLUICE_SEAL_KEY: 'hunter2' }, vault })).rejects.toMatchObject({ kind: 'settings', code: 'sealKeyInvalid', hint: expect.stringContaining('openssl rand') });
  });

  test('where there is no vault there is none, and the reason is said', async () => {
    const closed = (): Promise<never> => Promise.reject(new AppError('service', 'vaultUnavailable', { message: 'The system keychain is locked.' }));
    const vault: Vault = { get: closed, set: closed, delete: closed, probe: closed };
    expect(await sealKey({ dataFolder, env: {}, vault })).toEqual({ reason: 'The system keychain is locked.' });
  });
});

import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { passphraseKey } from './passphraseKey.ts';
import { sealedVault } from './sealedVault.ts';
import type { MasterKey } from './vault.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  file = join(folder, 'secrets.json');
});
afterEach(() => rm(folder, { recursive: true }));

/** A keychain that can lose its key. */
function fakeKeychain() {
  let key: Uint8Array | undefined;
  const masterKey: MasterKey = {
    kind: 'keychain',
    place: 'the system keychain',
    get: (_salt, make) => Promise.resolve((key ??= make ? randomBytes(32) : undefined)),
    probe: () => Promise.resolve({ place: 'the system keychain', available: true }),
  };
  return { masterKey, lose: () => (key = undefined) };
}

describe('a vault in a sealed file', () => {
  test('gives back what was kept, also after a restart', async () => {
    const { masterKey } = fakeKeychain();
    await sealedVault(file, masterKey).set('connection acme', 'tøken');
    const vault = sealedVault(file, masterKey);
    expect(await vault.get('connection acme')).toBe('tøken');
    expect(await vault.get('connection other')).toBeUndefined();
    await vault.delete('connection acme');
    expect(await vault.get('connection acme')).toBeUndefined();
  });

  test('the file holds neither secrets nor their names, and only its owner reads it', async () => {
    await sealedVault(file, fakeKeychain().masterKey).set('connection acme', 'very-secret-token');
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain('very-secret-token');
    expect(text).not.toContain('acme');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('an empty vault reads as empty and asks for no key', async () => {
    const vault = sealedVault(file, { ...fakeKeychain().masterKey, get: () => Promise.reject(new Error('asked for the key')) });
    expect(await vault.get('connection acme')).toBeUndefined();
    await vault.delete('connection acme');
    expect(await readdir(folder)).toEqual([]);
  });

  test('changes at the same time all stay', async () => {
    const vault = sealedVault(file, fakeKeychain().masterKey);
    await Promise.all(Array.from({ length: 20 }, (_, index) => vault.set(`c${index}`, `${index}`)));
    expect(await Promise.all(Array.from({ length: 20 }, (_, index) => vault.get(`c${index}`)))).toEqual(Array.from({ length: 20 }, (_, index) => `${index}`));
  });

  test('a changed file is not opened', async () => {
    const { masterKey } = fakeKeychain();
    const vault = sealedVault(file, masterKey);
    await vault.set('a', 'b');
    const sealed = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    await writeFile(file, JSON.stringify({ ...sealed, salt: randomBytes(16).toString('base64') }));
    await expect(vault.get('a')).rejects.toMatchObject({ kind: 'service', code: 'vaultUnavailable', message: expect.stringContaining('does not open') });
    await expect(vault.set('a', 'c')).rejects.toMatchObject({ code: 'vaultUnavailable' });
  });

  test('when the keychain lost the key: says so, and a new secret starts a new file without throwing the old one away', async () => {
    const { masterKey, lose } = fakeKeychain();
    const vault = sealedVault(file, masterKey);
    await vault.set('a', 'old');
    lose();
    await expect(vault.get('a')).rejects.toMatchObject({ code: 'vaultUnavailable', message: expect.stringContaining('no longer in the system keychain') });
    expect(await vault.probe()).toMatchObject({ available: false });
    await vault.set('b', 'new');
    expect(await vault.get('b')).toBe('new');
    expect((await readdir(folder)).sort()).toEqual(['secrets.json', 'secrets.json.unreadable']);
  });

  test('a file that is none of ours is left alone', async () => {
    await writeFile(file, '{"hello":1}');
    const vault = sealedVault(file, fakeKeychain().masterKey);
    await expect(vault.set('a', 'b')).rejects.toMatchObject({ code: 'vaultUnavailable', message: expect.stringContaining('is no file of secrets') });
    expect(await readFile(file, 'utf8')).toBe('{"hello":1}');
  });

  test('a file that cannot be read is named, with the reason', async () => {
    await mkdir(file);
    await expect(sealedVault(file, fakeKeychain().masterKey).get('a')).rejects.toMatchObject({
      code: 'vaultUnavailable',
      message: expect.stringContaining(`${file} cannot be read (EISDIR)`),
    });
  });
});

describe('under a passphrase', () => {
  test('the same passphrase opens it, another does not', async () => {
    await sealedVault(file, passphraseKey('correct horse')).set('a', 'b');
    expect(await sealedVault(file, passphraseKey('correct horse')).get('a')).toBe('b');
    const wrong = sealedVault(file, passphraseKey('battery staple'));
    await expect(wrong.get('a')).rejects.toMatchObject({
      kind: 'service',
      code: 'vaultUnavailable',
      message: expect.stringMatching(/^SLUICE_VAULT_PASSPHRASE is not the passphrase of /),
    });
    expect(await wrong.probe()).toMatchObject({ available: false });
  });

  test('a file sealed under the keychain says which key it needs, and the other way round', async () => {
    const { masterKey } = fakeKeychain();
    await sealedVault(file, masterKey).set('a', 'b');
    await expect(sealedVault(file, passphraseKey('x')).get('a')).rejects.toMatchObject({ message: expect.stringContaining('Unset SLUICE_VAULT_PASSPHRASE') });
    await rm(file);
    await sealedVault(file, passphraseKey('x')).set('a', 'b');
    await expect(sealedVault(file, masterKey).get('a')).rejects.toMatchObject({ message: expect.stringContaining('Set SLUICE_VAULT_PASSPHRASE') });
  });
});

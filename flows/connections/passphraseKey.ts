import { scrypt } from 'node:crypto';
import type { MasterKey } from './vault.ts';

/** OWASP Password Storage Cheat Sheet, scrypt: N = 2^17, r = 8, p = 1 (128 MiB, a fraction of a second). */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

/** The master key derived from a passphrase, for machines without a desktop. The same file salt gives the same key. */
export function passphraseKey(passphrase: string): MasterKey {
  const place = 'an encrypted file under SLUICE_VAULT_PASSPHRASE';
  /** Deriving is slow on purpose; once per salt is enough. */
  const derived = new Map<string, Promise<Uint8Array>>();
  return {
    kind: 'passphrase',
    place,
    get(salt) {
      const name = Buffer.from(salt).toString('base64');
      const key = derived.get(name) ?? derive(passphrase, salt);
      derived.set(name, key);
      return key;
    },
    probe: () => Promise.resolve({ place, available: true }),
  };
}

function derive(passphrase: string, salt: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

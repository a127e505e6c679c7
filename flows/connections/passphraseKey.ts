import { scrypt } from 'node:crypto';
import type { MasterKey } from './vault.ts';

/** OWASP Password Storage Cheat Sheet, scrypt: N = 2^17, r = 8, p = 1 (128 MiB, a fraction of a second). */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

type PassphraseSource = Required<Pick<MasterKey, 'place' | 'given'>>;

const variable: PassphraseSource = { place: 'an encrypted file under SLUICE_VAULT_PASSPHRASE', given: 'SLUICE_VAULT_PASSPHRASE' };

/** A passphrase that a person has entered in the window. */
export const enteredPassphrase: PassphraseSource = { place: 'an encrypted file under your passphrase', given: 'What you entered' };

/** The master key derived from a passphrase, for machines without a desktop or keychain. The same file salt gives the same key. */
export function passphraseKey(passphrase: string, { place, given } = variable): MasterKey {
  /** Deriving is slow on purpose; once per salt is enough. */
  const derived = new Map<string, Promise<Uint8Array>>();
  return {
    kind: 'passphrase',
    place,
    given,
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

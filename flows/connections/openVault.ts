import { join } from 'node:path';
import { keychainKey } from './keychainKey.ts';
import { passphraseKey } from './passphraseKey.ts';
import { sealedVault } from './sealedVault.ts';
import type { Vault } from './vault.ts';

/** The vault of a data folder: under the keychain's key, or under `SLUICE_VAULT_PASSPHRASE` where that is set (machines without a desktop). */
export function openVault(folder: string, env: NodeJS.ProcessEnv): Vault {
  const passphrase = env['SLUICE_VAULT_PASSPHRASE'];
  return sealedVault(join(folder, 'secrets.json'), passphrase ? passphraseKey(passphrase) : keychainKey());
}

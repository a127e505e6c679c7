import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { keychainKey } from './keychainKey.ts';
import { enteredPassphrase, passphraseKey } from './passphraseKey.ts';
import { sealedVault } from './sealedVault.ts';
import type { PersonsVault } from './vault.ts';

/**
 * The vault of a data folder: under the keychain's key, or under `SLUICE_VAULT_PASSPHRASE` where that is set (machines without a desktop), or
 * under the passphrase that a person enters. That a person has chosen a passphrase stands in the file itself; it is asked for when a secret is needed.
 */
export function openVault(folder: string, env: NodeJS.ProcessEnv): PersonsVault {
  const file = join(folder, 'secrets.json');
  const given = env['SLUICE_VAULT_PASSPHRASE'];
  const keychain = keychainKey();
  let isPassphrase = Boolean(given);
  let vault = sealedVault(file, given ? passphraseKey(given) : keychain);
  return {
    get: (name) => vault.get(name),
    set: (name, secret) => vault.set(name, secret),
    delete: (name) => vault.delete(name),
    async probe() {
      if (isPassphrase) return vault.probe();
      const sealedUnder = await vault.sealedUnder();
      if (sealedUnder === 'passphrase') return { place: enteredPassphrase.place, available: false, message: 'It is locked until you enter the passphrase.', passphrase: 'enter' };
      const state = await vault.probe();
      return state.available || (await keychain.probe()).available ? state : { ...state, passphrase: 'choose' };
    },
    async unlock(passphrase) {
      const under = sealedVault(file, passphraseKey(passphrase, enteredPassphrase));
      if ((await under.sealedUnder()) === 'keychain') await rename(file, `${file}.keychain`);
      await under.begin();
      vault = under;
      isPassphrase = true;
    },
  };
}

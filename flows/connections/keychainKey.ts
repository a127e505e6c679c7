import { randomBytes } from 'node:crypto';
import { AppError } from '../kit/errors.ts';
import type { MasterKey } from './vault.ts';

const service = 'Sluice';
const account = 'master key';
const keyBytes = 32;

/**
 * The master key in the keychain of the operating system, made on first use.
 * On Linux the Secret Service and nothing else: the library's own choice may be a kernel keyring that is empty after a restart.
 * The library is loaded only when the key is asked for, so that a run without stored secrets needs no keychain.
 */
export function keychainKey(): MasterKey {
  const place = 'the system keychain';

  async function openEntry(name: string) {
    const { AsyncEntry } = await import('@napi-rs/keyring');
    return new AsyncEntry(service, name, { linux: { store: 'secret-service' } });
  }

  return {
    kind: 'keychain',
    place,
    get: (_salt, make) =>
      asking(async () => {
        const entry = await openEntry(account);
        let stored = await entry.getPassword();
        if (stored === null && make) {
          await entry.setPassword(randomBytes(keyBytes).toString('base64'));
          // Read back: where two processes made one at the same time, both go on with the one that stayed.
          stored = await entry.getPassword();
        }
        if (stored === null) return undefined;
        const key = Buffer.from(stored, 'base64');
        if (key.length !== keyBytes) throw new Error(`the entry "${account}" of "${service}" holds something else than a key`);
        return key;
      }),
    async probe() {
      try {
        await asking(async () => {
          const entry = await openEntry(`probe ${process.pid}`);
          const text = randomBytes(8).toString('hex');
          await entry.setPassword(text);
          if ((await entry.getPassword()) !== text) throw new Error('it gave back something else than it was given');
          await entry.deletePassword();
        });
        return { place, available: true };
      } catch (error) {
        return { place, available: false, message: (error as AppError).message };
      }
    },
  };
}

async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw keychainError(cause);
  }
}

/** The library has one code for everything, so the reason is read from its words. */
function keychainError(cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError('service', 'vaultUnavailable', {
    message: `${stateAndAction(reason)} The secrets of connections are kept under its key.`,
    hint: 'Without a desktop: set SLUICE_VAULT_PASSPHRASE, or give the connection by SLUICE_<NAME>_INSTANCE_URL and SLUICE_<NAME>_ACCESS_TOKEN.',
    data: { reason },
    cause,
  });
}

function stateAndAction(reason: string): string {
  if (/prompt was dismissed|locked/i.test(reason)) return 'The system keychain is locked. Unlock it, or sign in to the desktop again.';
  if (/no result found/i.test(reason)) return 'The system keychain has no login keyring. Sign in to the desktop once, or make one in its passwords app.';
  return `There is no system keychain that answers. ${process.platform === 'linux' ? 'Start GNOME Keyring or KWallet.' : 'Sign in to the desktop.'}`;
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../kit/errors.ts';
import { exclusively } from './exclusively.ts';
import type { Vault } from './vault.ts';

const secretName = 'seal key';
const keyBytes = 32;

/** The key, or a sentence that says why there is none. */
export type SealKey = { readonly key: Uint8Array } | { readonly key?: undefined; readonly reason: string };

interface SealKeyPlace {
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly vault: Vault;
}

/**
 * The 32 bytes under which runs keep people's data (before-images, rejected rows): `SLUICE_SEAL_KEY` (base64) where it is set, for machines
 * that share runs, else the vault's, made on first use. Where the vault cannot be opened there is no key, and whoever asked keeps nothing.
 * Rejects with kind `settings` for a `SLUICE_SEAL_KEY` that is no key.
 */
export async function sealKey({ dataFolder, env, vault }: SealKeyPlace): Promise<SealKey> {
  const given = env['SLUICE_SEAL_KEY'];
  if (given) return { key: fromBase64(given) };
  try {
    const known = await vault.get(secretName);
    return { key: fromVault(known ?? (await make(dataFolder, vault))) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'vaultUnavailable') return { reason: error.message };
    throw error;
  }
}

/** One at a time: of two processes that each made one, the first would have sealed under a key that is no longer there. */
function make(dataFolder: string, vault: Vault): Promise<string> {
  return exclusively(join(dataFolder, 'sealKey.lock'), async () => {
    const quicker = await vault.get(secretName);
    if (quicker !== undefined) return quicker;
    const made = randomBytes(keyBytes).toString('base64');
    await vault.set(secretName, made);
    return made;
  });
}

function fromVault(text: string): Uint8Array {
  const key = Buffer.from(text, 'base64');
  if (key.length === keyBytes) return key;
  throw new AppError('service', 'vaultUnavailable', { message: 'The key for what runs keep, in the vault, is no key. Nothing can be sealed under it.' });
}

function fromBase64(text: string): Uint8Array {
  const key = Buffer.from(text, 'base64');
  if (key.length === keyBytes) return key;
  throw new AppError('settings', 'sealKeyInvalid', {
    message: `SLUICE_SEAL_KEY holds ${key.length} bytes; a key is 32 bytes in base64.`,
    hint: 'Make one with "openssl rand -base64 32", and keep it: without it the runs sealed under it can be neither undone nor retried.',
  });
}

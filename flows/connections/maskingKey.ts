import { hkdfSync } from 'node:crypto';
import { Secret, type Connection } from '../kit/connection.ts';
import { AppError } from '../kit/errors.ts';
import { maskingKeyName } from '../kit/maskingKey.ts';
import type { SealKey } from './sealKey.ts';

const keyBytes = 32;

/**
 * The key under which nodes make pseudonyms: `SLUICE_MASK_KEY` (32 bytes in base64) where it is set, for machines that must give the same
 * ones; else one derived (HKDF, RFC 5869) from the key that the vault keeps for runs, so that it is never stored itself.
 * Rejects with kind `settings` for a `SLUICE_MASK_KEY` that is no key, `service` when there is no vault.
 */
export async function maskingKey(env: Readonly<Record<string, string | undefined>>, sealKey: () => Promise<SealKey>): Promise<Connection> {
  const given = env['SLUICE_MASK_KEY'];
  const key = given ? fromBase64(given) : derived(await sealKey());
  return { name: maskingKeyName, system: 'maskingKey', environment: 'production', settings: {}, secrets: { key: new Secret(key.toString('base64')) } };
}

function fromBase64(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length === keyBytes) return key;
  throw new AppError('settings', 'maskKeyInvalid', { message: `SLUICE_MASK_KEY holds ${key.length} bytes; a key is 32 bytes in base64.`, hint: 'Make one with "openssl rand -base64 32", and keep it: with another key all pseudonyms change.' });
}

function derived(found: SealKey): Buffer {
  if (found.key) return Buffer.from(hkdfSync('sha256', found.key, '', 'sluice pseudonyms', keyBytes));
  throw new AppError('service', 'maskKeyMissing', { message: `There is no key to make pseudonyms under. ${found.reason}`, hint: 'Open the vault, or set SLUICE_MASK_KEY to 32 bytes in base64.' });
}

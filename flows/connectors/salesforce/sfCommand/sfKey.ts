import { createDecipheriv } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../kit/errors.ts';

/**
 * The key under which the `sf` command seals its tokens, from its generic keychain file `<home>/.sfdx/key.json`. Where the key lies in
 * the system's keychain it is left there: taking it out is not ours to do.
 */
export async function sfKey(home: string): Promise<string> {
  const file = join(home, '.sfdx', 'key.json');
  try {
    const { key } = JSON.parse(await readFile(file, 'utf8')) as { key?: unknown };
    if (typeof key === 'string' && /^([0-9a-f]{32}|[0-9a-f]{64})$/.test(key)) return key;
  } catch {
    // Told below, with what to do.
  }
  const message = `The sf command keeps its key in the system's keychain, not in ${file}; Sluice does not take it from there.`;
  throw new AppError('service', 'sfKeyAway', { message, hint: 'Sign in with the browser instead.' });
}

/**
 * Opens what sf sealed with AES-256-GCM: `<iv><text in hex>:<tag in hex>`. A key of 32 letters is used as letters with an iv of 12
 * letters; one of 64 is 32 bytes in hex, and so is its iv. (The layouts of @salesforce/core's crypto, v1 and v2.)
 */
export function openSealed(sealed: string, key: string): string {
  const [text = '', tag = ''] = sealed.split(':');
  const isHex = key.length === 64;
  const ivLetters = isHex ? 24 : 12;
  const iv = text.slice(0, ivLetters);
  try {
    const letters = isHex ? 'hex' : 'utf8';
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, letters), Buffer.from(iv, letters), { authTagLength: 16 });
    decipher.setAuthTag(Buffer.from(tag, 'hex'));
    return Buffer.concat([decipher.update(Buffer.from(text.slice(ivLetters), 'hex')), decipher.final()]).toString('utf8');
  } catch {
    throw new AppError('service', 'sfKeyOther', { message: 'The key of the sf command does not open what it keeps about this org.', hint: 'Sign in with the browser instead.' });
  }
}

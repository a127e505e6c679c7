import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes } from 'node:crypto';
import { AppError } from '../kit/errors.ts';
import type { OpenSealer, Sealer } from './sealer.ts';

const magic = Buffer.from('SLS1');
const idBytes = 8;
const ivBytes = 12;
const tagBytes = 16;
const headBytes = magic.length + idBytes;

/**
 * A sealer under a key of 32 bytes: AES-256-GCM (NIST SP 800-38D), each text under an own random 96-bit IV.
 * What comes out: `SLS1`, the key's id (8 bytes), IV (12), tag (16), then the text sealed; 40 bytes more than went in. The head is bound to the rest.
 * `open` throws kind `service`: code `sealKeyGone` for what was sealed under another key, `sealBroken` for what was changed.
 */
export function sealerOf(key: Uint8Array): Sealer {
  const id = keyId(key);
  const head = Buffer.concat([magic, id]);
  // Made once: from plain bytes it would be made for each text.
  const secret = createSecretKey(key);
  return {
    seal(bytes) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(head);
      const text = [cipher.update(bytes), cipher.final()];
      return Buffer.concat([head, iv, cipher.getAuthTag(), ...text]);
    },
    open(sealed) {
      const found = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (found.length < headBytes + ivBytes + tagBytes || !found.subarray(0, magic.length).equals(magic)) throw broken();
      const sealedUnder = found.subarray(magic.length, headBytes);
      if (!sealedUnder.equals(id)) throw keyGone(sealedUnder, id);
      const iv = found.subarray(headBytes, headBytes + ivBytes);
      const tag = found.subarray(headBytes + ivBytes, headBytes + ivBytes + tagBytes);
      try {
        const decipher = createDecipheriv('aes-256-gcm', secret, iv, { authTagLength: tagBytes }).setAAD(head).setAuthTag(tag);
        return Buffer.concat([decipher.update(found.subarray(headBytes + ivBytes + tagBytes)), decipher.final()]);
      } catch (cause) {
        throw broken(cause);
      }
    },
  };
}

/** The sealer under a key, or why there is none. */
export function sealerUnder(found: { readonly key: Uint8Array; readonly isTemporary?: boolean } | { readonly key?: undefined; readonly reason: string }): Awaited<ReturnType<OpenSealer>> {
  return found.key ? { sealer: { ...sealerOf(found.key), ...(found.isTemporary ? { isTemporary: true } : {}) } } : { reason: found.reason };
}

/** Tells keys apart without telling anything of them. */
function keyId(key: Uint8Array): Buffer {
  return createHash('sha256').update('sluice seal key').update(key).digest().subarray(0, idBytes);
}

function keyGone(wanted: Buffer, known: Buffer): AppError {
  return new AppError('service', 'sealKeyGone', {
    message: `This was sealed under the key ${wanted.toString('hex')}; the vault now holds ${known.toString('hex')}. Values from before the run, and its rejected rows, cannot be read.`,
    hint: 'Put back the vault it was sealed with (secrets.json and its keychain entry or passphrase), or set SLUICE_SEAL_KEY to that key. Without it this run can be neither undone nor retried; new runs can.',
    data: { wanted: wanted.toString('hex'), known: known.toString('hex') },
  });
}

function broken(cause?: unknown): AppError {
  return new AppError('service', 'sealBroken', {
    message: 'What was kept sealed is not what Sluice wrote: it was changed, or only a part of it is there.',
    hint: 'Put the run store back from a backup. What cannot be opened is lost; nothing else is.',
    cause,
  });
}

import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { AppError } from '../../../kit/errors.ts';

interface Claims {
  readonly clientId: string;
  readonly username: string;
  readonly audience: string;
  readonly nowMs: number;
}

/** Salesforce takes assertions that end within five minutes. */
const livesMs = 3 * 60_000;

/** The RS256 assertion of the JWT bearer flow (RFC 7523). Throws kind `settings` for a text that is no RSA private key in PEM. */
export function jwtAssertion(pem: string, { clientId, username, audience, nowMs }: Claims): string {
  const claims = { iss: clientId, sub: username, aud: audience, exp: Math.floor((nowMs + livesMs) / 1000) };
  const text = `${base64url({ alg: 'RS256' })}.${base64url(claims)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey(pem)).toString('base64url')}`;
}

/** The key of a PEM text. Throws kind `settings`; the error never holds the text. */
export function privateKey(pem: string): KeyObject {
  const refuse = (reason: string): AppError =>
    new AppError('settings', 'jwtKey', { message: `The JWT key ${reason}. Give an RSA private key in PEM, without a passphrase.` });
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw refuse('cannot be read');
  }
  if (key.asymmetricKeyType !== 'rsa') throw refuse(`is of the kind "${key.asymmetricKeyType}"`);
  return key;
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

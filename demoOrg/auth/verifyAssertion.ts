import { createPublicKey, verify } from 'node:crypto';
import type { OrgContext } from '../org.ts';
import { grantError } from './grantError.ts';
import type { User } from './users.ts';

const salesforceAudiences = new Set(['https://login.salesforce.com', 'https://test.salesforce.com']);

/**
 * The app and the user of a JWT bearer assertion, its RS256 signature checked against the app's registered certificate.
 * The Salesforce CLI sends `exp` in milliseconds and `aud` with a trailing slash; both are taken.
 * https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_jwt_flow.htm
 */
export function verifyAssertion(assertion: string, origin: string, org: OrgContext): { client: string; user: User } {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const { alg } = jsonOf(header);
  const { iss, sub, aud, exp } = jsonOf(claims);
  const client = org.clients.find(String(iss));
  if (!client) throw grantError('invalid_client_id', 'client identifier invalid');
  // The PEM of an X.509 certificate holds the key, too.
  const key = client.certificate === undefined ? undefined : createPublicKey(client.certificate);
  const canSign = alg === 'RS256' && key?.asymmetricKeyType === 'rsa';
  if (!canSign || !verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))) throw grantError('invalid_grant', 'invalid assertion');
  const audience = String(aud).replace(/\/$/, '');
  if (!salesforceAudiences.has(audience) && !isThisServer(audience, origin)) throw grantError('invalid_grant', 'audience is invalid');
  const expiresMs = Number(exp) > 1e12 ? Number(exp) : Number(exp) * 1_000;
  if (!(expiresMs > org.now().getTime())) throw grantError('invalid_grant', 'expired authorization code');
  const user = org.users.byUsername(String(sub));
  if (!user) throw grantError('invalid_grant', "user hasn't approved this consumer");
  return { client: client.id, user };
}

/** `localhost` and `127.0.0.1` are the same server. */
function isThisServer(audience: string, origin: string): boolean {
  return URL.canParse(audience) && new URL(audience).port === new URL(origin).port && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(audience).hostname);
}

function jsonOf(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    throw grantError('invalid_grant', 'invalid assertion');
  }
}

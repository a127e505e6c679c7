import { AppError } from '../../../kit/errors.ts';

const usual: Readonly<Record<string, string>> = { production: 'https://login.salesforce.com', sandbox: 'https://test.salesforce.com' };

/**
 * Where an org signs people in, from what a person knows of it: `production`, `sandbox`, the name of a My Domain (`acme`, `acme--dev`)
 * or any address of the org, also one copied from Setup or Lightning. Throws kind `settings` for what is none of these.
 */
export function loginUrl(text: string): string {
  const given = text.trim();
  const known = usual[given.toLowerCase()];
  if (known) return known;
  if (/^[a-z][a-z0-9-]*$/i.test(given)) return `https://${given.toLowerCase()}${given.includes('--') ? '.sandbox' : ''}.my.salesforce.com`;
  const address = /^[a-z]+:\/\//i.test(given) ? given : `https://${given}`;
  if (!URL.canParse(address)) throw refused(given, 'it is no address');
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') throw refused(given, 'it holds a name or a password');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOnThisMachine(url.hostname))) throw refused(given, 'only https is safe for a sign-in');
  // Lightning and Setup live beside the My Domain; the sign-in is there.
  url.hostname = url.hostname.replace(/\.lightning\.force\.com$/, '.my.salesforce.com').replace(/\.my\.salesforce-setup\.com$/, '.my.salesforce.com');
  return url.origin;
}

/** The audience a signed assertion names: the login server, not the My Domain. Source: "OAuth 2.0 JWT Bearer Flow", Salesforce Help. */
export function audienceOf(login: string): string {
  const { hostname, origin } = new URL(login);
  if (isOnThisMachine(hostname)) return origin;
  return hostname === 'test.salesforce.com' || hostname.includes('.sandbox.') ? usual['sandbox']! : usual['production']!;
}

export function isOnThisMachine(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function refused(text: string, reason: string): AppError {
  return new AppError('settings', 'loginUrl', {
    message: `"${text}" cannot be a login URL: ${reason}.`,
    hint: 'Write production, sandbox, the name of the My Domain, or the https address of the org.',
  });
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../../kit/errors.ts';
import { isOnThisMachine } from './loginUrl.ts';
import { redirectPage } from './redirectPage.ts';
import { signInError } from './signInError.ts';
import { requestToken, type Session } from './tokenRequest.ts';

/** An org sends people back only to an address that its app names to the letter, port included: `http://localhost:1717/OauthRedirect`. */
const redirectPort = 1717;
const redirectPath = '/OauthRedirect';
/** What an External Client App must name as its callback. */
export const callbackUrl = `http://localhost:${redirectPort}${redirectPath}`;

const patienceMs = 5 * 60_000;

interface SignInOptions {
  readonly loginUrl: string;
  readonly clientId: string;
  /** Aborting it cancels the sign-in. */
  readonly signal: AbortSignal;
  /** How long a person may take; five minutes. */
  readonly withinMs?: number;
}

interface BrowserSignIn {
  /** To be opened in a browser. */
  readonly url: string;
  /** Rejects with kind `service` where the org or the person refuses, `cancelled` where it was cancelled. */
  readonly session: Promise<Session>;
}

/**
 * Signs in with a browser: authorization code with PKCE (RFC 7636) and a redirect to a port of this machine (RFC 8252 §7.3).
 * Rejects with kind `service` when the port is taken.
 */
export async function browserSignIn({ loginUrl, clientId, signal, withinMs = patienceMs }: SignInOptions): Promise<BrowserSignIn> {
  signal.throwIfAborted();
  const server = createServer();
  // The demo org takes any port.
  await listen(server, isOnThisMachine(new URL(loginUrl).hostname) ? 0 : redirectPort);
  const redirectUri = `http://localhost:${(server.address() as AddressInfo).port}${redirectPath}`;
  const verifier = randomBytes(48).toString('base64url');
  const state = randomBytes(24).toString('base64url');
  const url = new URL('/services/oauth2/authorize', loginUrl);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    scope: 'api refresh_token',
    prompt: 'login',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);

  const answer = Promise.withResolvers<Session>();
  const limit = setTimeout(() => answer.reject(tooLate(withinMs)), withinMs);
  const cancel = (): void => answer.reject(new AppError('cancelled', 'cancelled', { message: 'The sign-in was cancelled.' }));
  signal.addEventListener('abort', cancel, { once: true });

  const finish = async (query: URLSearchParams, response: ServerResponse): Promise<void> => {
    try {
      const code = query.get('code');
      if (code === null) throw denied(query.get('error') ?? '', query.get('error_description') ?? '', url.origin);
      const form = { grant_type: 'authorization_code', code, client_id: clientId, redirect_uri: redirectUri, code_verifier: verifier };
      const session = await requestToken(loginUrl, form, signal);
      await redirectPage(response, 200, 'You are signed in', 'Go back to Sluice. This page can be closed.');
      answer.resolve(session);
    } catch (error) {
      await redirectPage(response, 400, 'You are not signed in', 'Go back to Sluice: it says what the reason is.');
      answer.reject(error);
    }
  };
  let isTaken = false;
  server.on('request', (request, response) => {
    const asked = new URL(request.url ?? '/', redirectUri);
    const isOurs = request.method === 'GET' && asked.pathname === redirectPath && isSame(asked.searchParams.get('state') ?? '', state);
    // Any page on this machine may knock here; without the state it cannot sign in and cannot stop who does.
    if (!isOurs || isTaken) return void redirectPage(response, 400, 'This page is not for you', 'Sluice did not ask for this sign-in.');
    isTaken = true;
    void finish(asked.searchParams, response);
  });

  const session = answer.promise.finally(() => {
    clearTimeout(limit);
    signal.removeEventListener('abort', cancel);
    server.close();
    server.closeAllConnections();
  });
  return { url: url.href, session };
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `Port ${port} of this machine is taken, and the org sends the sign-in there.`;
      reject(new AppError('service', 'redirectPort', { message, hint: 'End the other sign-in, such as one of the sf command, and try again.', cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

function denied(error: string, description: string, origin: string): AppError {
  if (error === 'access_denied') {
    return new AppError('service', 'signInDenied', { message: `Access was denied at ${origin}.`, hint: 'Sign in again and choose Allow.' });
  }
  return signInError(error, description, origin);
}

function tooLate(withinMs: number): AppError {
  const message = `Nobody signed in within ${Math.round(withinMs / 60_000)} minutes.`;
  return new AppError('service', 'signInTooLate', { message, hint: 'Start the sign-in again.' });
}

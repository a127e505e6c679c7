import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/index.js';
import { AppError } from '../../../kit/errors.ts';
import { signInError } from './signInError.ts';

/** What a sign-in or a refresh gives. */
export interface Session {
  readonly accessToken: string;
  readonly instanceUrl: string;
  /** Given by a sign-in in the browser, and by a refresh where the org rotates its refresh tokens. */
  readonly refreshToken?: string;
}

/** What a token endpoint is asked for; `grant_type` says how. */
export type TokenForm = { readonly grant_type: string } & Readonly<Record<string, string>>;

const patienceMs = 30_000;

/**
 * Asks the token endpoint of a login URL for a session (OAuth 2.0, RFC 6749 §5), by jsforce over a transport of our own. Never sent again: a code
 * works once. Rejects with kind `service` and a code that names the block.
 */
export async function requestToken(loginUrl: string, form: TokenForm, signal?: AbortSignal): Promise<Session> {
  const { origin } = new URL(loginUrl);
  // jsforce takes 130 ms and 30 MiB to load, so only who signs in loads it.
  const [{ OAuth2 }, { JsforceTransport }] = await Promise.all([import('jsforce/lib/oauth2.js'), import('./jsforceTransport.ts')]);
  const client = new OAuth2({ loginUrl: origin });
  client._transport = new JsforceTransport((request) => post(request, origin, signal));
  // What an org answers is checked; jsforce only says what it should be.
  const answer: Readonly<Partial<Record<string, unknown>>> | undefined = await client.requestToken({ ...form }).catch((error: unknown) => {
    throw error instanceof AppError || !(error instanceof Error) ? error : signInError(error.name.replace(/^ERROR_HTTP_/, 'status '), error.message, origin);
  });
  const text = (key: string): string | undefined => (typeof answer?.[key] === 'string' ? answer[key] : undefined);
  const accessToken = text('access_token');
  const instanceUrl = text('instance_url');
  const refreshToken = text('refresh_token');
  if (accessToken === undefined || instanceUrl === undefined) throw signInError('status 200', 'the answer has no session in it', origin);
  return { accessToken, instanceUrl: new URL(instanceUrl).origin, ...(refreshToken === undefined ? {} : { refreshToken }) };
}

async function post({ url, headers = {}, body }: HttpRequest, origin: string, signal: AbortSignal | undefined): Promise<HttpResponse> {
  const limit = AbortSignal.timeout(patienceMs);
  try {
    const answer = await fetch(url, { method: 'POST', headers: { accept: 'application/json', ...headers }, body: typeof body === 'string' ? body : null, redirect: 'error', signal: signal ? AbortSignal.any([signal, limit]) : limit });
    const text = await answer.text();
    // jsforce gives the whole text as the reason where it is no JSON; a page of HTML says nothing to anybody.
    return { statusCode: answer.status, headers: {}, body: answer.ok || text.startsWith('{') ? text : JSON.stringify({ error: `ERROR_HTTP_${answer.status}`, error_description: '' }) };
  } catch (cause) {
    signal?.throwIfAborted();
    throw new AppError('service', 'loginUnreachable', { message: `${origin}, where the sign-in is asked for, does not answer.`, hint: 'Look at the login URL and at the network.', cause });
  }
}

import { AppError } from '../../../kit/errors.ts';
import { signInError } from './signInError.ts';

/** What a sign-in or a refresh gives. */
export interface Session {
  readonly accessToken: string;
  readonly instanceUrl: string;
  /** Given by a sign-in in the browser, and by a refresh where the org rotates its refresh tokens. */
  readonly refreshToken?: string;
}

const patienceMs = 30_000;

/**
 * Asks the token endpoint of a login URL for a session (OAuth 2.0, RFC 6749 §5). Never retried: a code works once.
 * Rejects with kind `service` and a code that names the block.
 */
export async function requestToken(loginUrl: string, form: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Session> {
  const address = new URL('/services/oauth2/token', loginUrl);
  const limit = AbortSignal.timeout(patienceMs);
  const answer = await fetch(address, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(form),
    redirect: 'error',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new AppError('service', 'loginUnreachable', {
      message: `${address.origin}, where the sign-in is asked for, does not answer.`,
      hint: 'Look at the login URL and at the network.',
      cause,
    });
  });
  const body = (await answer.json().catch(() => ({}))) as Readonly<Record<string, unknown>>;
  const text = (key: string): string | undefined => (typeof body[key] === 'string' ? body[key] : undefined);
  const accessToken = text('access_token');
  const instanceUrl = text('instance_url');
  const refreshToken = text('refresh_token');
  if (answer.ok && accessToken !== undefined && instanceUrl !== undefined) {
    return { accessToken, instanceUrl: new URL(instanceUrl).origin, ...(refreshToken === undefined ? {} : { refreshToken }) };
  }
  throw signInError(text('error') ?? `status ${answer.status}`, text('error_description') ?? '', address.origin);
}

import { ExponentialBackoff, handleWhen, retry, type RetryPolicy } from 'cockatiel';
import { Connection as JsforceConnection } from 'jsforce/lib/connection.js';
import type { Connection } from '../../kit/connection.ts';
import { AppError } from '../../kit/errors.ts';
import type { ObjectDescribe } from './objectDescribe.ts';
import { translateError } from './translateError.ts';

export const defaultApiVersion = '65.0';

export interface OrgRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/services/data/vNN.0`, or a whole path such as a `nextRecordsUrl`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sending it twice has the same effect as once, so it may be retried. */
  readonly idempotent: boolean;
}

export interface OrgCounters {
  count(counter: 'apiCalls' | 'retries', by: number): void;
}

/** One org over one connection: signed requests with retries, and the describes it was asked for. */
export interface SalesforceOrg {
  /** With the session that is good as far as is known. */
  readonly connection: Connection;
  request<T>(request: OrgRequest, counters: OrgCounters, signal: AbortSignal): Promise<T>;
  /** The describe of an object, asked for once per run. Rejects with kind `settings` when the org has no such object. */
  describe(object: string, counters: OrgCounters, signal: AbortSignal): Promise<ObjectDescribe>;
}

/** Opens the org a connection leads to. Nothing is sent yet: the first request tells whether the login still holds. */
export function openOrg(connection: Connection): SalesforceOrg {
  const { instanceUrl, apiVersion = defaultApiVersion } = connection.settings;
  const accessToken = connection.secrets['accessToken'];
  if (!instanceUrl || !accessToken) {
    throw new AppError('settings', 'connectionIncomplete', {
      message: `The connection "${connection.name}" has no ${instanceUrl ? 'access token' : 'instance URL'}.`,
      hint: 'Open Connections and fill it in.',
    });
  }
  let current = connection;
  let client = signedIn(current, apiVersion);
  let renewing: Promise<void> | undefined;
  const policy = busyRetries();
  // jsforce takes a proxy from the environment even for loopback addresses, where none can help.
  const direct = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(instanceUrl).hostname) ? { httpProxy: '' } : {};
  // Retrying is ours: jsforce never retries POST and PATCH, and waits 15 s for a refused connection.
  const options = { ...direct, retry: { maxRetries: 0 } };
  const describes = new Map<string, Promise<ObjectDescribe>>();

  /** Replaces a session that the org refused: once, however many requests met it. */
  function renew(refused: Connection): Promise<void> {
    if (refused !== current || !refused.renew) return renewing ?? Promise.resolve();
    renewing ??= refused
      .renew()
      .then((fresh) => {
        current = fresh;
        client = signedIn(fresh, apiVersion);
      })
      .finally(() => (renewing = undefined));
    return renewing;
  }

  /** A request that meets a session that has ended is sent again with a new one, a single time: the org has done nothing of it. */
  async function send<T>(request: OrgRequest, counters: OrgCounters, signal: AbortSignal): Promise<T> {
    const used = current;
    try {
      return await sendOnce<T>(request, counters, signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'loginExpired' || !used.renew) throw error;
      await untilAborted(renew(used), signal);
      return sendOnce<T>(request, counters, signal);
    }
  }

  async function sendOnce<T>(request: OrgRequest, counters: OrgCounters, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    counters.count('apiCalls', 1);
    const sent = client.request<T>(
      {
        method: request.method,
        url: request.path,
        headers: { ...request.headers, ...(request.body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      },
      options,
    );
    try {
      return await untilAborted(sent, signal);
    } catch (error) {
      throw translateError(error, connection);
    }
  }

  const org: SalesforceOrg = {
    get connection() {
      return current;
    },
    request: async <T>(request: OrgRequest, counters: OrgCounters, signal: AbortSignal): Promise<T> => {
      if (!request.idempotent) return send<T>(request, counters, signal);
      try {
        return await policy.execute(({ attempt }) => {
          if (attempt > 0) counters.count('retries', 1);
          return send<T>(request, counters, signal);
        }, signal);
      } catch (error) {
        if (error instanceof AppError && error.kind === 'busy') throw new AppError('service', error.code, { message: error.message, cause: error, ...(error.hint === undefined ? {} : { hint: error.hint }) });
        throw error;
      }
    },
    describe: (object, counters, signal) => {
      const known = describes.get(object.toLowerCase());
      if (known) return known;
      const asked = org.request<ObjectDescribe>({ method: 'GET', path: `/sobjects/${encodeURIComponent(object)}/describe`, idempotent: true }, counters, signal).catch((error: unknown) => {
        describes.delete(object.toLowerCase());
        if (error instanceof AppError && error.code === 'orgNotFound') {
          throw new AppError('settings', 'objectUnknown', { message: `The org behind "${connection.name}" has no object "${object}", or this user may not see it.`, hint: 'Choose another object or connection.' });
        }
        throw error;
      });
      describes.set(object.toLowerCase(), asked);
      return asked;
    },
  };
  return org;
}

/** The client of a session. A session that replaces another may be for another instance: orgs move. */
function signedIn({ settings, secrets }: Connection, version: string): JsforceConnection {
  return new JsforceConnection({ instanceUrl: settings['instanceUrl']!, accessToken: secrets['accessToken']!.reveal(), version });
}

/** Rejects as soon as the signal aborts; the answer of the request, should it still come, is dropped. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => undefined);
  }
}

/** Four more tries for what is only busy, half a second to eight, with jitter. */
function busyRetries(): RetryPolicy {
  return retry(handleWhen((error) => error instanceof AppError && error.kind === 'busy'), { maxAttempts: 4, backoff: new ExponentialBackoff({ initialDelay: 500, maxDelay: 8000 }) });
}

import type { OrgError } from '../orgError.ts';

/** What is sent back. */
export interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
  /** Instead of `body`, for answers too large to hold: sent as fast as the client reads. */
  readonly stream?: AsyncIterable<string | Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
}

export function json(value: unknown, status = 200, headers?: Readonly<Record<string, string>>): Reply {
  return { status, type: 'application/json;charset=UTF-8', body: JSON.stringify(value), ...(headers ? { headers } : {}) };
}

export function text(body: string, status: number): Reply {
  return { status, type: 'text/plain;charset=UTF-8', body };
}

const pagePolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "form-action 'self' http://localhost:* http://127.0.0.1:* sluice:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** A page for a person. It may run no script, load nothing, and send forms only to this server or, after signing in, to an app on this machine. */
export function html(body: string, status = 200): Reply {
  return {
    status,
    type: 'text/html;charset=UTF-8',
    body,
    headers: {
      'content-security-policy': pagePolicy,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  };
}

export const noContent: Reply = { status: 204 };

/** The body of a refusal, as every REST resource words it. */
export function refusal(error: Pick<OrgError, 'errorCode' | 'message' | 'status' | 'fields'>): Reply {
  const { errorCode, message, status, fields } = error;
  return json([{ message, errorCode, ...(fields ? { fields } : {}) }], status);
}

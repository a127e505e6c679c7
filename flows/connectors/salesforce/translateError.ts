import type { Connection } from '../../kit/connection.ts';
import { AppError, type ErrorKind } from '../../kit/errors.ts';

/** What jsforce throws: an Error named after Salesforce's errorCode, or a socket error with a code somewhere down its causes. */
interface RawError {
  readonly name?: string;
  readonly errorCode?: string;
  readonly code?: string;
  readonly message?: string;
  readonly cause?: unknown;
  readonly data?: unknown;
}

const networkCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNRESET: 'the connection was cut',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'the network is down',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
};

/** errorCode → kind and code of ours. Source: REST API, "Status Codes and Error Responses". */
const known: Readonly<Record<string, readonly [ErrorKind, string]>> = {
  INVALID_SESSION_ID: ['service', 'loginExpired'],
  INVALID_AUTH_HEADER: ['service', 'loginExpired'],
  REQUEST_LIMIT_EXCEEDED: ['service', 'requestLimit'],
  API_DISABLED_FOR_ORG: ['service', 'apiDisabled'],
  API_CURRENTLY_DISABLED: ['service', 'apiDisabled'],
  INVALID_OPERATION_WITH_EXPIRED_PASSWORD: ['service', 'passwordExpired'],
  LOGIN_MUST_USE_SECURITY_TOKEN: ['service', 'ipRestricted'],
  INVALID_LOGIN_IP: ['service', 'ipRestricted'],
  RESTRICTED_DOMAIN: ['service', 'wrongLoginUrl'],
  ORG_LOCKED: ['service', 'orgInactive'],
  INSUFFICIENT_ACCESS: ['service', 'noPermission'],
  INSUFFICIENT_ACCESS_OR_READONLY: ['service', 'noPermission'],
  SERVER_UNAVAILABLE: ['busy', 'orgBusy'],
  UNABLE_TO_LOCK_ROW: ['busy', 'orgBusy'],
  QUERY_TIMEOUT: ['busy', 'queryTimeout'],
  MALFORMED_QUERY: ['settings', 'queryMalformed'],
  INVALID_FIELD: ['settings', 'fieldUnknown'],
  INVALID_TYPE: ['settings', 'objectUnknown'],
  NOT_FOUND: ['service', 'orgNotFound'],
};

const hints: Readonly<Record<string, string>> = {
  loginExpired: 'Open Connections and sign in again.',
  requestLimit: "The org's daily API calls are used up; the run can be started again when the limit has moved on.",
  noPermission: 'Ask an administrator for the object and field rights this flow needs.',
  orgBusy: 'Sluice tried again several times. Try later, or write with smaller batches.',
};

/** An error of the wire or of Salesforce as one of ours. The shapes of the wire stop here. */
export function translateError(thrown: unknown, connection: Connection): AppError {
  if (thrown instanceof AppError) return thrown;
  const raw = thrown as RawError;
  if (raw.name === 'AbortError') return new AppError('cancelled', 'cancelled', { message: 'The run was cancelled.', cause: thrown });
  const socket = networkCode(raw) ?? (raw.message === 'fetch failed' ? 'fetch' : undefined);
  if (socket !== undefined) {
    const reason = networkCodes[socket] ?? (raw.cause as RawError | undefined)?.message ?? 'the request could not be sent';
    return new AppError(socket === 'ECONNRESET' || socket === 'UND_ERR_SOCKET' ? 'busy' : 'service', 'orgUnreachable', {
      message: `The org behind "${connection.name}" at ${connection.settings['instanceUrl'] ?? ''} does not answer: ${reason}.`,
      hint: 'Check the address and the network, then run again.',
      cause: thrown,
      data: { socket },
    });
  }
  const errorCode = raw.errorCode ?? raw.name ?? '';
  const http = /^ERROR_HTTP_(\d+)$/.exec(errorCode)?.[1];
  // The pages about who is signed in say it in a bare word, with status 403.
  const isSignedOut = raw.message?.trim() === 'Bad_OAuth_Token';
  const [kind, code] = isSignedOut ? ['service', 'loginExpired'] as const : known[errorCode] ?? (http === undefined ? ['service', 'orgRefused'] : Number(http) >= 500 || http === '429' || http === '420' ? ['busy', 'orgBusy'] : http === '404' ? ['service', 'orgNotFound'] : ['service', 'orgRefused']);
  const hint = hints[code];
  return new AppError(kind, code, {
    message: `The org behind "${connection.name}" says ${errorCode}: ${(raw.message ?? '').trim().replace(/\s*\n\s*/g, ' · ')}`,
    ...(hint === undefined ? {} : { hint }),
    cause: thrown,
    data: { errorCode },
  });
}

function networkCode(error: RawError): string | undefined {
  for (let at: RawError | undefined = error, depth = 0; at && depth < 5; at = at.cause as RawError | undefined, depth++) {
    if (at.code !== undefined && at.code in networkCodes) return at.code;
  }
  return undefined;
}

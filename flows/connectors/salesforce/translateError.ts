import type { Connection } from '../../kit/connection.ts';
import { AppError, type ErrorKind } from '../../kit/errors.ts';
import { queryFault } from './queryFault.ts';

/** What an answer is made into (`answerError`): an Error with Salesforce's errorCode; or a socket error with a code somewhere down its causes. */
interface RawError {
  /** Of the HTTP answer, where there was one. */
  readonly status?: number;
  readonly name?: string;
  readonly errorCode?: string;
  readonly code?: string;
  readonly message?: string;
  readonly cause?: unknown;
  readonly retryAfterMs?: number;
}

const networkCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNRESET: 'the connection was cut',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'the network is down',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection was cut',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was cut',
  Z_BUF_ERROR: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'its answer stopped in the middle',
};

/** What may be different the next moment. */
const passing = new Set(['the connection was cut', 'its answer stopped in the middle']);

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
  STORAGE_LIMIT_EXCEEDED: ['service', 'orgFull'],
  INSUFFICIENT_ACCESS: ['service', 'noPermission'],
  INSUFFICIENT_ACCESS_OR_READONLY: ['service', 'noPermission'],
  SERVER_UNAVAILABLE: ['busy', 'orgBusy'],
  UNABLE_TO_LOCK_ROW: ['busy', 'orgBusy'],
  QUERY_TIMEOUT: ['busy', 'queryTimeout'],
  MALFORMED_QUERY: ['settings', 'queryMalformed'],
  INVALID_FIELD: ['settings', 'fieldUnknown'],
  INVALID_TYPE: ['settings', 'objectUnknown'],
  INVALIDENTITY: ['settings', 'objectUnknown'],
  INVALIDJOB: ['settings', 'bulkJobInvalid'],
  NOT_FOUND: ['service', 'orgNotFound'],
};

/** What keeps a connection from working, in words: "The org behind … <words> (<what it said>)." */
const sentences: Readonly<Record<string, string>> = {
  loginExpired: 'no longer takes this session',
  requestLimit: 'has no API calls left for today',
  apiDisabled: 'does not let this user use the API',
  passwordExpired: 'wants a new password of this user',
  ipRestricted: 'does not take sign-ins from the address of this machine',
  orgInactive: 'is locked',
  orgFull: 'has no room for more records',
  noPermission: 'does not let this user do that',
};

const hints: Readonly<Record<string, string>> = {
  loginExpired: 'Sign in again in Connections, or give the connection a new access token.',
  queryMalformed: 'Look at that place of the query.',
  fieldUnknown: 'Custom fields end with __c; Setup lists them as API names.',
  requestLimit: 'They come back over the next 24 hours; the run can be started again then.',
  apiDisabled: 'An administrator gives the user "API Enabled", in a permission set or the profile. Some editions have no API.',
  passwordExpired: 'Sign in to the org once and set a new one.',
  ipRestricted: 'An administrator adds the address to the trusted ones.',
  orgInactive: 'Choose another org, or ask Salesforce to open this one.',
  noPermission: 'Ask an administrator for the object and field rights this flow needs.',
  orgFull: 'Setup, Storage Usage, shows what takes the room. Delete records or files, empty the recycle bin, then resume the run.',
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
    return new AppError(passing.has(reason) ? 'busy' : 'service', 'orgUnreachable', {
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
  // Too many long calls at a time is over soon; the calls of a day used up is not.
  const isCrowded = errorCode === 'REQUEST_LIMIT_EXCEEDED' && raw.message?.startsWith('Concurrent') === true;
  const [kind, code] = isSignedOut ? (['service', 'loginExpired'] as const) : isCrowded ? (['busy', 'orgBusy'] as const) : (known[errorCode] ?? kindOfStatus(http));
  const hint = hints[code];
  const said = (raw.message ?? '').trim();
  const fault = kind === 'settings' ? queryFault(errorCode, said) : undefined;
  const told = isSignedOut ? said : `${errorCode}: ${said.replace(/\s*\n\s*/g, ' · ')}`;
  const sentence = sentences[code];
  const words = sentence === undefined ? `says ${told}` : `${sentence} (${told.replace(/\.$/, '')}).`;
  return new AppError(kind, code, {
    message: fault?.message ?? `The org behind "${connection.name}" ${words}`,
    ...(hint === undefined ? {} : { hint }),
    cause: thrown,
    data: { errorCode, ...(raw.status === undefined ? {} : { status: raw.status }), ...fault?.missing },
    ...(raw.retryAfterMs === undefined ? {} : { retryAfterMs: raw.retryAfterMs }),
  });
}

/** What a bare status means, where the answer says no more. */
function kindOfStatus(http: string | undefined): readonly [ErrorKind, string] {
  const status = Number(http);
  if (status >= 500 || status === 429 || status === 420) return ['busy', 'orgBusy'];
  return ['service', status === 404 ? 'orgNotFound' : 'orgRefused'];
}

function networkCode(error: RawError): string | undefined {
  for (let at: RawError | undefined = error, depth = 0; at && depth < 5; at = at.cause as RawError | undefined, depth++) {
    if (at.code !== undefined && at.code in networkCodes) return at.code;
  }
  return undefined;
}

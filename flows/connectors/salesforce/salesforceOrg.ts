import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Connection } from '../../kit/connection.ts';
import { AppError } from '../../kit/errors.ts';
import { describeCache } from './describeCache.ts';
import { answerError } from './http/answerError.ts';
import { packBody } from './http/packBody.ts';
import { bodyText, openHttp, type HttpAnswer, type HttpCall } from './http/orgHttp.ts';
import type { ObjectDescribe } from './objectDescribe.ts';
import { openGate, type OrgGate, type OrgLimits } from './orgGate.ts';
import { openSession } from './session.ts';
import { translateError } from './translateError.ts';

export const defaultApiVersion = '65.0';

interface Call {
  /** Below `/services/data/vNN.0`, or a whole path such as a `nextRecordsUrl`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** It finishes what has begun, so it may use what the daily budget keeps in reserve. */
  readonly isFinishing?: boolean;
}

export interface OrgRequest extends Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** Sending it twice has the same effect as once, so it may be retried. */
  readonly idempotent: boolean;
}

export interface OrgUpload extends Call {
  /** PUT unless given. */
  readonly method?: 'PUT' | 'POST';
  readonly contentType: string;
  /** Gives the body from its beginning, each time it is asked. */
  readonly open: () => Readable;
  readonly sizeBytes: number;
}

/** A call of the SOAP API, for the little that REST does not have. */
export interface OrgSoapCall {
  /** The child of `soapenv:Body`, as XML. */
  readonly body: string;
  readonly idempotent: boolean;
}

interface OrgDownloadCall extends Call {
  /** So many bytes of the answer are taken from the wire before anybody reads it. */
  readonly aheadBytes?: number;
}

/** An answer that is read while it arrives. */
export interface OrgDownload {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

export interface OrgCounters {
  count(counter: 'apiCalls' | 'retries', by: number): void;
}

/** One org over one connection: signed calls with retries, and the describes it was asked for. */
export interface SalesforceOrg {
  /** With the session that is good as far as is known. */
  readonly connection: Connection;
  request<T>(request: OrgRequest, counters: OrgCounters, signal: AbortSignal): Promise<T>;
  /** GET, retried up to its first byte. The body must be read to its end or destroyed. */
  download(call: OrgDownloadCall, counters: OrgCounters, signal: AbortSignal): Promise<OrgDownload>;
  /**
   * Sent once, and a second time only when the org refused the session: whoever knows what a broken upload has left decides what then.
   * Gives the text of the answer.
   */
  upload(upload: OrgUpload, counters: OrgCounters, signal: AbortSignal): Promise<string>;
  /** The answer of the partner API as XML. */
  soap(call: OrgSoapCall, counters: OrgCounters, signal: AbortSignal): Promise<string>;
  /**
   * The describe of an object, asked for once per run; a copy that is kept on this machine is taken when the org says that nothing has
   * changed, and at once when it is younger than `maxAgeMs`: it is then renewed in the background. Rejects with kind `settings` when the
   * org has no such object.
   */
  describe(object: string, counters: OrgCounters, signal: AbortSignal, maxAgeMs?: number): Promise<ObjectDescribe>;
  /** What the org said last of its calls of the day. */
  limits(): OrgLimits | undefined;
  /** Whether something may be fetched ahead of its time: a call that waits to be read must not keep another waiting. */
  hasRoom(): boolean;
  /** Ends the connections. */
  close(): Promise<void>;
}

/** Opens the org a connection leads to. Nothing is sent yet: the first call tells whether the login still holds. */
export function openOrg(connection: Connection, gate: OrgGate = openGate()): SalesforceOrg {
  const { instanceUrl, apiVersion = defaultApiVersion } = connection.settings;
  if (!instanceUrl || !connection.secrets['accessToken']) {
    throw new AppError('settings', 'connectionIncomplete', {
      message: `The connection "${connection.name}" has no ${instanceUrl ? 'access token' : 'instance URL'}.`,
      hint: 'Open Connections and fill it in.',
    });
  }
  const session = openSession(connection);
  const http = openHttp();

  /** Sends a call once, through the gate. The slot is given back when the body has ended. */
  async function sendOnce(call: HttpCall, isFinishing: boolean, counters: OrgCounters): Promise<HttpAnswer> {
    if (!isFinishing) gate.checkBudget(connection.name);
    const leave = await gate.enter(call.signal);
    try {
      counters.count('apiCalls', 1);
      const answer = await http.send(call);
      gate.heard(answer.headers);
      answer.body.once('close', leave);
      return answer;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Runs a call with the session, again with a new one where the org refuses it, and again after a while where that is safe and it is only busy. */
  async function attempt<T>(idempotent: boolean, counters: OrgCounters, signal: AbortSignal, work: (connection: Connection) => Promise<T>): Promise<T> {
    const translated = (used: Connection): Promise<T> => work(used).catch((error: unknown) => Promise.reject(signal.aborted ? signal.reason : translateError(error, connection)));
    const once = (): Promise<T> => gate.guarded(() => session.use(translated, signal));
    signal.throwIfAborted();
    if (!idempotent) return once();
    try {
      return await gate.retries.execute(({ attempt: tries }) => {
        if (tries > 0) counters.count('retries', 1);
        return once();
      }, signal);
    } catch (error) {
      throw signal.aborted ? signal.reason : givenUp(error);
    }
  }

  /** A signed call. Any answer from 400 on is an error. */
  async function exchange(used: Connection, method: HttpCall['method'], call: OrgDownloadCall & { readonly body?: HttpCall['body'] | undefined }, counters: OrgCounters, signal: AbortSignal): Promise<HttpAnswer> {
    const headers = { authorization: `Bearer ${used.secrets['accessToken']!.reveal()}`, ...call.headers };
    const url = addressOf(call.path, used.settings['instanceUrl']!, apiVersion);
    const { body, aheadBytes } = call;
    const answer = await sendOnce({ method, url, headers, signal, ...(body === undefined ? {} : { body }), ...(aheadBytes === undefined ? {} : { aheadBytes }) }, call.isFinishing ?? false, counters);
    if (answer.status >= 400) throw await answerError(answer);
    return answer;
  }

  const org: SalesforceOrg = {
    get connection() {
      return session.connection;
    },
    limits: () => gate.limits(),
    hasRoom: () => gate.hasRoom(),
    // Nobody waits for what is renewed in the background; it only needs its connection until then.
    close: () => Promise.race([describes.settled().then(() => http.close()), setImmediate()]),
    request: <T>({ method, body: unpacked, idempotent, ...call }: OrgRequest, counters: OrgCounters, signal: AbortSignal) => {
      // As bytes from the start: while the call is under way nothing holds the records, or their text, that it is made of.
      const { headers: packing, body } = unpacked === undefined ? {} : packBody(instanceUrl, call.path, JSON.stringify(unpacked));
      const headers = { ...call.headers, ...packing };
      return attempt(idempotent, counters, signal, async (used) => {
        const answer = await exchange(used, method, { ...call, headers, body }, counters, signal);
        if (answer.status >= 300) throw await answerError(answer);
        return parsed(answer, await bodyText(answer.body)) as T;
      });
    },
    download: (call, counters, signal) => attempt(true, counters, signal, (used) => exchange(used, 'GET', call, counters, signal)),
    soap: ({ body, idempotent }, counters, signal) =>
      attempt(idempotent, counters, signal, async (used) => {
        const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' };
        const path = `/services/Soap/u/${apiVersion}`;
        const answer = await exchange(used, 'POST', { path, headers, body: soapEnvelope(used.secrets['accessToken']!.reveal(), body) }, counters, signal);
        return bodyText(answer.body);
      }),
    upload: (upload, counters, signal) =>
      attempt(false, counters, signal, async (used) => {
        const headers = { 'content-type': upload.contentType, 'content-length': String(upload.sizeBytes) };
        const body = upload.open();
        try {
          return await bodyText((await exchange(used, upload.method ?? 'PUT', { ...upload, headers, body }, counters, signal)).body);
        } finally {
          body.destroy();
        }
      }),
    describe: (object, counters, signal, maxAgeMs) => describes.get(object, counters, signal, maxAgeMs),
  };
  const describes = describeCache(connection, apiVersion, (call, counters, signal) => org.download(call, counters, signal));
  return org;
}

/** What an answer says, as its type tells; undefined where it says nothing. */
function parsed({ headers }: HttpAnswer, text: string): unknown {
  if (text === '') return undefined;
  try {
    if (headers['content-type']?.startsWith('application/json')) return JSON.parse(text);
  } catch {
    // What is no JSON is given as it came, whatever it calls itself.
  }
  return text;
}

function soapEnvelope(session: string, body: string): string {
  const header = `<SessionHeader xmlns="urn:partner.soap.sforce.com"><sessionId>${session.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</sessionId></SessionHeader>`;
  const parts = `<soapenv:Header>${header}</soapenv:Header><soapenv:Body>${body}</soapenv:Body>`;
  return `<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">${parts}</soapenv:Envelope>`;
}

function addressOf(path: string, instanceUrl: string, version: string): string {
  return new URL(path.startsWith('/services/') ? path : `/services/data/v${version}${path}`, instanceUrl).href;
}

/** What stayed busy stops the run, and can be resumed. */
function givenUp(error: unknown): unknown {
  if (!(error instanceof AppError) || error.kind !== 'busy') return error;
  return new AppError('service', error.code, { message: error.message, cause: error, data: error.data, ...(error.hint === undefined ? {} : { hint: error.hint }) });
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrgContext } from '../org.ts';
import { notFound, OrgError } from '../orgError.ts';
import { RecordFault } from '../records/outcome.ts';
import type { Certificate } from './certificate.ts';
import { cutReply } from './cutReply.ts';
import { plainPath } from './plainPath.ts';
import { refusal, type Reply, text } from './reply.ts';
import { type OrgRequest, readRequest } from './request.ts';
import { type Match, type Route, router } from './router.ts';
import { sessionOf } from './sessionOf.ts';
import { type SentReply, zipReply } from './zipReply.ts';

/** Longest address, and longest address and headers together: https://help.salesforce.com/s/articleView?id=000386264 */
const headerBytes = 16_384;
/** Longer still, and nothing of the request is read. */
const readBytes = 65_536;

/** The HTTP server of an org, or with a certificate the HTTPS server; not listening yet. */
export function orgServer(org: OrgContext, routes: readonly Route[], certificate?: Certificate): Server {
  const match = router(routes);
  const answer = (message: IncomingMessage, response: ServerResponse): void => {
    serve(message, response, org, match).catch(() => response.destroy());
  };
  const options = { maxHeaderSize: readBytes, keepAliveTimeout: 60_000 };
  const server = certificate ? createSecureServer({ ...options, key: certificate.key, cert: certificate.certificate }, answer) : createServer(options, answer);
  // A client that asks to speak WebSocket is told no at once; left alone it would wait.
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'));
  return server;
}

async function serve(message: IncomingMessage, response: ServerResponse, org: OrgContext, match: (method: string, path: string) => Match): Promise<void> {
  const [rawPath = '/', rawQuery = ''] = (message.url ?? '/').split(/\?(.*)/s);
  const path = plainPath(rawPath);
  const query = new URLSearchParams(rawQuery);
  const method = methodOf(message, query);
  const found = match(method, path);
  const request = readRequest(message, { method, path, query, params: found.kind === 'found' ? found.params : {} });
  const notForThem = refusalOf(message, path);
  if (notForThem) return send(message, response, notForThem, org);
  const tooLong = tooLongFor(message);
  if (tooLong) return send(message, response, tooLong, org);
  const zip = (reply: Reply): Promise<SentReply> => zipReply(reply, message.headers['accept-encoding']);
  if (isOwnPage(path)) return send(message, response, await zip(await answer(request, found, org)), org);
  watch(request, response, org);
  const planned = org.faults.next(request.method, path);
  if (planned?.delayMs) await sleep(planned.delayMs);
  if (planned?.kind === 'cut' && planned.afterBytes === undefined) return void message.socket.destroy();
  const reply = planned?.kind === 'status' ? refusal(planned.error) : await answer(request, found, org);
  send(message, response, planned?.kind === 'cut' ? cutReply(reply, planned.afterBytes!) : await zip(reply), org);
}

/** Clients that cannot send PATCH send POST and say what they mean. */
function methodOf({ method = 'GET' }: IncomingMessage, query: URLSearchParams): string {
  const meant = query.get('_HttpMethod')?.toUpperCase();
  return method === 'POST' && meant !== undefined && /^(?:PATCH|DELETE|PUT)$/.test(meant) ? meant : method;
}

function tooLongFor({ url = '/', rawHeaders }: IncomingMessage): Reply | undefined {
  if (url.length > headerBytes) return text(`The URI is longer than ${headerBytes} bytes.`, 414);
  const length = rawHeaders.reduce((sum, part) => sum + Buffer.byteLength(part) + 2, url.length);
  return length > headerBytes ? text(`The URI and the headers are longer than ${headerBytes} bytes.`, 431) : undefined;
}

/** Keeps what a request was and how it ended, and counts those that last. */
function watch({ method, path }: OrgRequest, response: ServerResponse, org: OrgContext): void {
  const at = org.now();
  const startedAt = performance.now();
  const end = isCounted(path) ? org.longRequests.begin() : undefined;
  response.once('close', () => {
    end?.();
    org.requests.add({ at, method, path, status: response.writableFinished ? response.statusCode : 0, ms: performance.now() - startedAt });
  });
}

async function answer(request: OrgRequest, found: Match, org: OrgContext): Promise<Reply> {
  try {
    const needsSession = isCounted(request.path) && !(found.kind === 'found' && found.route.access === 'open');
    const session = needsSession ? sessionOf(request, org) : undefined;
    if (isCounted(request.path)) countCall(org);
    if (found.kind === 'unknown') throw notFound();
    if (found.kind === 'wrongMethod') {
      throw new OrgError('METHOD_NOT_ALLOWED', `HTTP Method '${request.method}' not allowed. Allowed are ${[...new Set(found.allowed)].join(',')}`, {
        status: 405,
      });
    }
    const { route } = found;
    return await (route.access === 'open' ? route.answer(request, org) : route.answer(request, org, session ?? sessionOf(request, org)));
  } catch (error) {
    if (error instanceof OrgError) return refusal(error);
    if (error instanceof RecordFault) return refusal({ ...error.errors[0]!, errorCode: error.errors[0]!.statusCode, status: 400 });
    // The client went away while it was sending: nobody waits for an answer.
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return { status: 400 };
    process.stderr.write(`demo org: ${request.method} ${request.path}: ${(error as Error).stack ?? String(error)}\n`);
    return refusal({
      errorCode: 'UNKNOWN_EXCEPTION',
      message: 'An unexpected error occurred. Please include this ErrorId if you contact support: 0',
      status: 500,
      fields: undefined,
    });
  }
}

function send(message: IncomingMessage, response: ServerResponse, reply: SentReply, org: OrgContext): void {
  if (response.destroyed) return;
  const headers: Record<string, string | number> = { ...reply.headers };
  if (reply.type) headers['content-type'] = reply.type;
  if (isCounted(plainPath(message.url ?? '/'))) headers['sforce-limit-info'] = usageOf(org);
  if (reply.status !== 204 && !reply.stream) headers['content-length'] = Buffer.byteLength(reply.body ?? '');
  response.writeHead(reply.status, headers);
  // A client that goes away in the middle ends the stream; nobody is left to be told.
  if (reply.stream && message.method !== 'HEAD') return void pipeline(Readable.from(reply.stream, { objectMode: false }), response).catch(() => undefined);
  response.end(message.method === 'HEAD' ? undefined : reply.body);
  // What is left of a body nobody wanted must not block the next request of the connection.
  message.resume();
}

/** Every call of an API counts, but for the list of versions. */
function isCounted(path: string): boolean {
  return /^\/services\/(?:data|async|apexrest)\//.test(path);
}

function usageOf({ limits }: OrgContext): string {
  return `api-usage=${limits.used('DailyApiRequests')}/${limits.max('DailyApiRequests')}`;
}

function isOwnPage(path: string): boolean {
  return path === '/' || path === '/_faults' || path.startsWith('/demo/');
}

/** @throws OrgError `REQUEST_LIMIT_EXCEEDED` where the day's calls are used up, or too many calls take long. */
function countCall({ limits, longRequests }: OrgContext): void {
  if (limits.isReached('DailyApiRequests')) throw new OrgError('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', { status: 403 });
  if (longRequests.isFull()) throw new OrgError('REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.', { status: 403 });
  limits.count('DailyApiRequests');
}

/** Another machine gets no pages and no switches. On this one a page elsewhere may have pointed its own name at 127.0.0.1: only local names are served. */
function refusalOf({ socket, headers }: IncomingMessage, path: string): Reply | undefined {
  if (!/^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '')) return isOwnPage(path) ? text('Only the machine that this server runs on is shown this.', 403) : undefined;
  return isLocal(headers.host) ? undefined : text('This server answers only as localhost.', 421);
}

function isLocal(host: string | undefined): boolean {
  return host === undefined || /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
}

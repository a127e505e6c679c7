import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrgContext } from '../org.ts';
import { notFound, OrgError } from '../orgError.ts';
import { RecordFault } from '../records/outcome.ts';
import { plainPath } from './plainPath.ts';
import { refusal, type Reply } from './reply.ts';
import { type OrgRequest, readRequest } from './request.ts';
import { type Match, type Route, router } from './router.ts';
import { sessionOf } from './sessionOf.ts';

/** Longest request line and headers, as on a real org: longer ones get 431. */
const headerBytes = 16_384;

/** The HTTP server of an org; not listening yet. */
export function orgServer(org: OrgContext, routes: readonly Route[]): Server {
  const match = router(routes);
  const server = createServer({ maxHeaderSize: headerBytes, keepAliveTimeout: 60_000 }, (message, response) => {
    serve(message, response, org, match).catch(() => response.destroy());
  });
  // A client that asks to speak WebSocket is told no at once; left alone it would wait.
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'));
  return server;
}

async function serve(message: IncomingMessage, response: ServerResponse, org: OrgContext, match: (method: string, path: string) => Match): Promise<void> {
  const [rawPath = '/', rawQuery = ''] = (message.url ?? '/').split(/\?(.*)/s);
  const path = plainPath(rawPath);
  const found = match(message.method ?? 'GET', path);
  const request = readRequest(message, path, new URLSearchParams(rawQuery), found.kind === 'found' ? found.params : {});
  // A page elsewhere may have pointed its own name at 127.0.0.1: only local names are served.
  if (!isLocal(message.headers.host))
    return send(message, response, { status: 421, type: 'text/plain;charset=UTF-8', body: 'This server answers only as localhost.' }, org);
  if (!path.startsWith('/demo')) {
    const planned = org.faults.next(request.method, path);
    if (planned?.delayMs) await sleep(planned.delayMs);
    if (planned?.kind === 'cut') return void message.socket.destroy();
    if (planned?.kind === 'status') return send(message, response, refusal(planned.error), org);
  }
  send(message, response, await answer(request, found, org), org);
}

async function answer(request: OrgRequest, found: Match, org: OrgContext): Promise<Reply> {
  try {
    if (isCounted(request.path)) org.usage.count();
    if (found.kind === 'unknown') {
      if (isCounted(request.path)) sessionOf(request, org);
      throw notFound();
    }
    if (found.kind === 'wrongMethod') {
      throw new OrgError('METHOD_NOT_ALLOWED', `HTTP Method '${request.method}' not allowed. Allowed are ${[...new Set(found.allowed)].join(',')}`, {
        status: 405,
      });
    }
    const { route } = found;
    return await (route.access === 'open' ? route.answer(request, org) : route.answer(request, org, sessionOf(request, org)));
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

function send(message: IncomingMessage, response: ServerResponse, reply: Reply, org: OrgContext): void {
  if (response.destroyed) return;
  const headers: Record<string, string | number> = { ...reply.headers };
  if (reply.type) headers['content-type'] = reply.type;
  if (isCounted(plainPath(message.url ?? '/'))) headers['sforce-limit-info'] = `api-usage=${org.usage.used()}/${org.usage.max}`;
  if (reply.status !== 204) headers['content-length'] = Buffer.byteLength(reply.body ?? '');
  response.writeHead(reply.status, headers);
  response.end(message.method === 'HEAD' ? undefined : reply.body);
  // What is left of a body nobody wanted must not block the next request of the connection.
  message.resume();
}

/** Every REST call counts, but for the list of versions. */
function isCounted(path: string): boolean {
  return path.startsWith('/services/data/');
}

function isLocal(host: string | undefined): boolean {
  return host === undefined || /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
}

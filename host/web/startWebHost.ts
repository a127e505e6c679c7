import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AppError, errorData } from '../../flows/kit/errors.ts';
import { contract, type HostHandlers } from '../contract/contract.ts';
import { pageFile } from '../page/pageFile.ts';
import { pageHeaders } from '../page/pageHeaders.ts';
import { webSocketPort } from '../rpc/ports/webSocket.ts';
import { serveMany } from '../rpc/serve.ts';
import { openAdmission, type Admission } from './admission.ts';
import { sendFile } from './staticFiles.ts';

interface WebHostOptions {
  readonly handlers: HostHandlers;
  /** The built window. */
  readonly rendererFolder: string;
  /** 0: any that is free. */
  readonly port: number;
  /** How long a window that lost its line may come back to its streams, in milliseconds. */
  readonly keepMs?: number;
}

export interface WebHost {
  readonly port: number;
  /** The address that admits one browser. */
  readonly url: string;
  close(): Promise<void>;
}

const usedAddress = 'This address was used by another browser, or belongs to a Sluice that ended. Start Sluice again and open the address it prints.';

/** Far above any flow document, far below what would hurt. */
const maxMessageBytes = 16 * 1024 * 1024;

/**
 * Serves the window and, at `/rpc`, its line to the host: on 127.0.0.1 alone, to the one browser that was given the address.
 * Rejects with kind `settings` when the port is in use.
 */
export async function startWebHost({ handlers, rendererFolder, port, keepMs = 60_000 }: WebHostOptions): Promise<WebHost> {
  const server = createServer();
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  const admission = openAdmission(bound);
  // A name that leads here by somebody else's DNS is not among them.
  const hosts = [`127.0.0.1:${bound}`, `localhost:${bound}`];

  const serving = serveMany(contract, handlers, errorData, keepMs);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  sockets.on('connection', (socket) => serving.accept(webSocketPort(socket)));

  server.on('request', (request, response) => void answer(request, response, hosts, admission, rendererFolder));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { host = '', origin } = request.headers;
    socket.on('error', () => {});
    const isOurs = hosts.includes(host) && origin === `http://${host}` && request.url === '/rpc' && admission.isAdmitted(request);
    if (isOurs) sockets.handleUpgrade(request, socket, head, (accepted) => sockets.emit('connection', accepted, request));
    else socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });

  return {
    port: bound,
    url: `http://127.0.0.1:${bound}/?token=${admission.token}`,
    async close() {
      serving.close();
      for (const socket of sockets.clients) socket.terminate();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, hosts: readonly string[], admission: Admission, folder: string): Promise<void> {
  const { host = '', origin } = request.headers;
  const asText = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  const refuse = (status: number, sentence: string) => void response.writeHead(status, asText).end(`${sentence}\n`);
  if (!hosts.includes(host)) return refuse(403, `Sluice answers only at http://${hosts[0]}.`);
  for (const [name, value] of Object.entries(pageHeaders(`ws://${host}`))) response.setHeader(name, value);
  if (origin !== undefined && origin !== `http://${host}`) return refuse(403, 'Sluice answers only its own pages.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET and HEAD are answered here.');

  // By hand: URL would resolve `..` before anybody could object to it.
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  const token = new URLSearchParams(query).get('token');
  const toPage = (headers: Record<string, string>) => void response.writeHead(303, { location: '/', 'cache-control': 'no-store', ...headers }).end();
  if (path === '/' && token !== null) {
    // Reloading the address after it was used, in the browser that used it.
    if (admission.isAdmitted(request)) return toPage({});
    const cookie = admission.redeem(token);
    if (cookie === undefined) return refuse(403, usedAddress);
    return toPage({ 'set-cookie': cookie });
  }
  if (!admission.isAdmitted(request)) return refuse(403, 'Open the address that Sluice printed when it started: it holds the key to this page.');
  await sendFile(response, pageFile(folder, path), request.method === 'GET');
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
}

function portError(error: NodeJS.ErrnoException, port: number): unknown {
  const action = 'Give another with --port, or --port 0 for any that is free.';
  const refused = (code: string, sentence: string) => new AppError('settings', code, { message: `${sentence} ${action}`, cause: error });
  if (error.code === 'EADDRINUSE') return refused('portInUse', `Port ${port} is used by another program.`);
  if (error.code === 'EACCES') return refused('portRefused', `Your user may not open port ${port}.`);
  return error;
}

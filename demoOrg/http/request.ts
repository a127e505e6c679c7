import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import { OrgError } from '../orgError.ts';

const largestBodyBytes = 10 * 1024 * 1024;
const unzip = promisify(gunzip);

/** What a handler sees of a request. */
export interface OrgRequest {
  readonly method: string;
  /** Without double and trailing slashes; still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The parts of the path that the route names, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** `http://127.0.0.1:4455`: how the client reached this server, which is where the links in answers lead. */
  readonly origin: string;
  header(name: string): string | undefined;
  text(): Promise<string>;
  /** The body as JSON. @throws OrgError `JSON_PARSER_ERROR` */
  json(): Promise<unknown>;
  form(): Promise<URLSearchParams>;
  /** Calls back when the client goes away before it has its answer; what it returns stops that. */
  whenGone(callback: () => void): () => void;
  /** The body as it arrives, unpacked, of any length: for uploads. */
  stream(): Readable;
}

export function readRequest(message: IncomingMessage, path: string, query: URLSearchParams, params: Readonly<Record<string, string>>): OrgRequest {
  const text = async (): Promise<string> => readBody(message);
  return {
    method: message.method ?? 'GET',
    path,
    query,
    params,
    origin: `${message.socket instanceof TLSSocket ? 'https' : 'http'}://${message.headers.host ?? '127.0.0.1'}`,
    header: (name) => message.headers[name]?.toString(),
    text,
    async json() {
      const body = await text();
      try {
        return JSON.parse(body) as unknown;
      } catch (error) {
        throw new OrgError(
          'JSON_PARSER_ERROR',
          body === '' ? 'The HTTP entity body is required, but this request has no entity body.' : (error as Error).message,
        );
      }
    },
    whenGone(callback) {
      message.socket.once('close', callback);
      return () => void message.socket.off('close', callback);
    },
    form: async () => new URLSearchParams(await text()),
    stream: () => (message.headers['content-encoding'] === 'gzip' ? message.pipe(createGunzip()) : message),
  };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A body that is too large is refused with an answer, so the connection must outlive the loop.
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBodyBytes) throw new OrgError('REQUEST_ENTITY_TOO_LARGE', `The request body is larger than ${largestBodyBytes} bytes.`, { status: 413 });
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (message.headers['content-encoding'] !== 'gzip') return body.toString('utf8');
  try {
    return (await unzip(body, { maxOutputLength: largestBodyBytes })).toString('utf8');
  } catch {
    throw new OrgError('BAD_REQUEST', 'The request body says gzip and is not, or is too large when unpacked.');
  }
}

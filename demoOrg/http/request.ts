import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { OrgError } from '../orgError.ts';
import { unpackBody } from './unpackBody.ts';

const largestBodyBytes = 10 * 1024 * 1024;

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
  /** The body as JSON. @throws OrgError `JSON_PARSER_ERROR`, or 415 where it says that it is something else */
  json(): Promise<unknown>;
  form(): Promise<URLSearchParams>;
  /** Calls back when the client goes away before it has its answer; what it returns stops that. */
  whenGone(callback: () => void): () => void;
  /** The body as it arrives, unpacked, of any length: for uploads. */
  stream(): AsyncIterable<Buffer>;
}

/** @param method what is meant, which `?_HttpMethod=` may have made another than was sent */
export function readRequest(
  message: IncomingMessage,
  { method, path, query, params }: Pick<OrgRequest, 'method' | 'path' | 'query' | 'params'>,
): OrgRequest {
  const text = async (): Promise<string> => readBody(message);
  return {
    method,
    path,
    query,
    params,
    origin: `${message.socket instanceof TLSSocket ? 'https' : 'http'}://${message.headers.host ?? '127.0.0.1'}`,
    header: (name) => message.headers[name]?.toString(),
    text,
    async json() {
      refuseOtherThanJson(message.headers['content-type']);
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
    stream: () => unpackBody(message),
  };
}

function refuseOtherThanJson(type: string | undefined): void {
  if (type === undefined || /^application\/json\s*(?:;|$)/i.test(type)) return;
  throw new OrgError('UNSUPPORTED_MEDIA_TYPE', `Content-Type header specified in HTTP request is not supported: ${type}`, { status: 415 });
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of unpackBody(message)) {
    bytes += chunk.length;
    if (bytes > largestBodyBytes) throw new OrgError('REQUEST_ENTITY_TOO_LARGE', `The request body is larger than ${largestBodyBytes} bytes.`, { status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

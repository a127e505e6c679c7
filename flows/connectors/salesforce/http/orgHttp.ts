import { PassThrough, pipeline, type Duplex, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { connectHttp } from './connectHttp.ts';
import { ownNames } from './thisMachine.ts';
import { api, EnvHttpProxyAgent } from './undiciParts.js';

/** One request as it goes over the wire. A body that is a stream can be sent once: whoever repeats a call makes a new one. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
  /** So many bytes of the answer, as they come over the wire, are taken before anybody reads it. */
  readonly aheadBytes?: number;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Unpacked. Must be read to its end or destroyed, or its connection stays taken. */
  readonly body: Readable;
}

/** Connections to an org that are kept open between calls. */
export interface OrgHttp {
  send(call: HttpCall): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** A call may take ten minutes in an org. Source: "API Request Limits and Allocations". */
const answerMs = 10 * 60_000;
const connectMs = 15_000;
/** An answer that stands still for so long in its middle does not come any more. */
const stillMs = 2 * 60_000;

/** @param connections at most so many at a time; further calls wait */
export function openHttp(connections = 25, env: NodeJS.ProcessEnv = process.env): OrgHttp {
  const noProxy = [env['no_proxy'] ?? env['NO_PROXY'], ...ownNames].filter(Boolean).join(',');
  const agent = new EnvHttpProxyAgent({ noProxy, connections, connect: connectHttp({ timeout: connectMs, allowH2: false }), keepAliveTimeout: 30_000, headersTimeout: answerMs, bodyTimeout: stillMs, allowH2: false });
  return {
    async send({ method, url, headers, body, aheadBytes, signal }) {
      const { origin, pathname, search } = new URL(url);
      const answer = await api.request.call(agent, { origin, path: `${pathname}${search}`, method, headers: { 'accept-encoding': 'gzip', ...headers }, signal, body: body ?? null });
      const named = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
      const packed = aheadBytes === undefined ? answer.body : through(answer.body, new PassThrough({ readableHighWaterMark: aheadBytes }));
      const unpacked = named['content-encoding'] === 'gzip' ? through(packed, createGunzip()) : packed;
      // Who reads hears of an error; who has stopped reading, and destroyed it, need not.
      unpacked.on('error', () => undefined);
      return { status: answer.statusCode, headers: named, body: unpacked };
    },
    close: () => agent.destroy(),
  };
}

/** An error of the connection ends the stream behind with that error, and destroying that one frees the connection. */
function through(body: Readable, next: Duplex): Readable {
  pipeline(body, next, () => undefined);
  return next;
}

/** The whole body as text. For bodies that are known to be small. */
export async function bodyText(body: Readable): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { constants, createGzip, gzip, gzipSync } from 'node:zlib';
import type { Reply } from './reply.ts';

/** A reply as it leaves: its body may be packed. */
export interface SentReply extends Omit<Reply, 'body'> {
  readonly body?: string | Uint8Array;
}

/** Shorter answers fit into one or two packets either way. */
const leastBytes = 2_048;
/** Longer bodies are packed by another thread; for shorter ones asking it costs more than packing. */
const mostAtOnceBytes = 64 * 1_024;
const speed = { level: constants.Z_BEST_SPEED };
const zip = promisify(gzip);

/** The answer packed with gzip where the client takes that and it is worth it; what is streamed stays a stream. */
export async function zipReply(reply: Reply, acceptEncoding: string | undefined): Promise<SentReply> {
  const { body, stream, ...rest } = reply;
  const bytes = body === undefined ? 0 : Buffer.byteLength(body);
  if ((!stream && bytes < leastBytes) || !takesGzip(acceptEncoding)) return reply;
  const packed = { ...rest, headers: { ...rest.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' } };
  if (stream) return { ...packed, stream: zipped(stream) };
  return { ...packed, body: bytes > mostAtOnceBytes ? await zip(body!, speed) : gzipSync(body!, speed) };
}

/** `gzip, deflate;q=0.5` takes it, `gzip;q=0` and `identity` do not (RFC 9110, 12.5.3). */
function takesGzip(acceptEncoding = ''): boolean {
  const weights = new Map(
    acceptEncoding.split(',').map((part) => {
      const [name = '', ...parameters] = part.toLowerCase().split(';').map((text) => text.trim());
      return [name, Number(parameters.find((text) => text.startsWith('q='))?.slice(2) ?? 1)];
    }),
  );
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0;
}

/** As slow as its reader. An error on the way ends both sides. */
function zipped(parts: AsyncIterable<string | Uint8Array>): AsyncIterable<Uint8Array> {
  const packer = createGzip(speed);
  pipeline(Readable.from(parts, { objectMode: false }), packer, () => undefined);
  return packer;
}

import type { Reply } from './reply.ts';

/** The answer, of which only the first bytes are sent before the connection drops. */
export function cutReply(reply: Reply, afterBytes: number): Reply {
  const { body, stream, ...rest } = reply;
  const length = stream ? {} : { 'content-length': String(Buffer.byteLength(body ?? '')) };
  return { ...rest, headers: { ...reply.headers, ...length }, stream: firstBytes(stream ?? [body ?? ''], afterBytes) };
}

async function* firstBytes(parts: AsyncIterable<string | Uint8Array> | Iterable<string>, afterBytes: number): AsyncGenerator<Uint8Array> {
  let left = afterBytes;
  for await (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    if (left > 0) yield bytes.subarray(0, left);
    left -= bytes.length;
    if (left <= 0) break;
  }
  // What was sent has to leave before the connection is dropped.
  await new Promise((resolve) => void setImmediate(resolve));
  throw new Error('cut on purpose');
}

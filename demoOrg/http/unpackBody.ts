import type { IncomingMessage } from 'node:http';
import { createGunzip, createInflate, type Gunzip, type Inflate } from 'node:zlib';
import { OrgError } from '../orgError.ts';

const unpackers: Readonly<Record<string, () => Gunzip | Inflate>> = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate };

/**
 * The body of a request as it arrives, unpacked where it says that it is packed. Whoever stops reading leaves the connection as it is,
 * so that a body which is refused can still be answered. @throws OrgError 415 on an encoding that is not known, 400 where the body is not what it says
 */
export async function* unpackBody(message: IncomingMessage): AsyncGenerator<Buffer> {
  const encoding = (message.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return yield* message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const unpack = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined;
  if (!unpack) throw new OrgError('UNSUPPORTED_MEDIA_TYPE', `The content encoding ${encoding} is not supported. Send gzip, deflate, or the body as it is.`, { status: 415 });
  const unpacker = unpack();
  message.once('error', (error) => unpacker.destroy(error));
  message.pipe(unpacker);
  try {
    yield* unpacker as AsyncIterable<Buffer>;
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw error;
    throw new OrgError('BAD_REQUEST', `The request body says ${encoding} and is not.`);
  }
}

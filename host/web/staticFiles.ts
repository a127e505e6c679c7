import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { contentTypeOf } from '../page/pageFile.ts';

/** Names that end in a content hash, as the build writes them: `assets/index-B3xK9_qZ.js`. */
const hashed = /[/\\]assets[/\\][^/\\]+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;

/** Sends a file, or 404 where there is none or the path was refused (a number). Hashed names may be kept for ever, the rest is asked for again each time. */
export async function sendFile(response: ServerResponse, file: string | number, withBody: boolean): Promise<void> {
  const found = typeof file === 'number' ? undefined : await stat(file).catch(() => undefined);
  if (typeof file === 'number' || !found?.isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end('There is no such file here.\n');
    return;
  }
  response.writeHead(200, {
    'content-type': contentTypeOf(file),
    'content-length': found.size,
    'cache-control': hashed.test(file) ? 'public, max-age=31536000, immutable' : 'no-store',
  });
  if (!withBody) return void response.end();
  // A browser that goes away in the middle is no fault.
  await pipeline(createReadStream(file), response).catch(() => response.destroy());
}

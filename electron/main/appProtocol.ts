import { readFile } from 'node:fs/promises';
import { contentTypeOf, pageFile } from '../../host/page/pageFile.ts';
import { pageHeaders } from '../../host/page/pageHeaders.ts';
import { appHost } from './appOrigin.ts';

/** Answers `app://sluice/…` with the built window's files. GET only, one host only, nothing outside `root`. */
export function appProtocol(root: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (url.host !== appHost) return refusal(404);
    if (request.method !== 'GET') return refusal(405);
    const file = pageFile(root, url.pathname);
    if (typeof file === 'number') return refusal(file);
    try {
      return new Response(await readFile(file), { headers: headers(contentTypeOf(file)) });
    } catch (error) {
      if (isNoSuchFile(error)) return refusal(404);
      throw error;
    }
  };
}

function headers(contentType: string): Record<string, string> {
  return { ...pageHeaders(), 'content-type': contentType };
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: headers('text/plain; charset=utf-8') });
}

function isNoSuchFile(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR';
}

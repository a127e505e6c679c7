import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { appHost } from './appOrigin.ts';

/** Nothing from elsewhere, no evaluated text. Inline styles stay allowed: the kit and the canvas place things with them. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * The file below `root` that a path of an address names, or the HTTP status that says why there is none: 400 for a path that
 * cannot be read, 403 for one that leaves the root. `/` is index.html.
 */
export function assetPath(root: string, pathname: string): string | 400 | 403 {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return 400;
  }
  if (decoded.includes('\0')) return 400;
  // A backslash is a separator on Windows only; refusing it everywhere keeps one rule.
  if (decoded.includes('\\')) return 403;
  const file = path.resolve(root, `.${decoded === '/' ? '/index.html' : decoded}`);
  return file.startsWith(path.resolve(root) + path.sep) ? file : 403;
}

/** Answers `app://sluice/…` with the built window's files. GET only, one host only, nothing outside `root`. */
export function appProtocol(root: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (url.host !== appHost) return refusal(404);
    if (request.method !== 'GET') return refusal(405);
    const file = assetPath(root, url.pathname);
    if (typeof file === 'number') return refusal(file);
    try {
      return new Response(await readFile(file), { headers: headers(contentTypes[path.extname(file)] ?? 'application/octet-stream') });
    } catch (error) {
      if (isNoSuchFile(error)) return refusal(404);
      throw error;
    }
  };
}

function headers(contentType: string): Record<string, string> {
  return {
    'content-type': contentType,
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: headers('text/plain; charset=utf-8') });
}

function isNoSuchFile(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR';
}

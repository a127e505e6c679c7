import path from 'node:path';

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

export function contentTypeOf(file: string): string {
  return contentTypes[path.extname(file)] ?? 'application/octet-stream';
}

/**
 * The file below `root` that the path of an address names, or the HTTP status that says why there is none: 400 for a path that
 * cannot be read, 403 for one that leaves the root. `/` is index.html.
 */
export function pageFile(root: string, pathname: string): string | 400 | 403 {
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

import type { ServerResponse } from 'node:http';

const style = `body{margin:15vh auto;max-width:28rem;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color-scheme:light dark}h1{font-size:1.4rem}`;

/** What the person sees in the browser after a sign-in. Title and text are ours, never the request's. Resolves when it is sent. */
export function redirectPage(response: ServerResponse, status: number, title: string, text: string): Promise<void> {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${style}</style><h1>${title}</h1><p>${text}</p></html>`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    // The address holds the code.
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  });
  return new Promise((resolve) => {
    // A browser that went away is not waited for.
    response.once('close', resolve);
    response.end(page);
  });
}

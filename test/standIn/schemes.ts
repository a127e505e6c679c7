import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';

export type SchemeHandler = (request: Request) => Response | Promise<Response>;

/**
 * Custom schemes over plain Chromium: `app://host/x` is served at `http://host.app.localhost:PORT/x`, which a browser takes for a secure
 * context with an origin of its own. Main sees only `app:` addresses, the page only `http:` ones.
 */
export interface Schemes {
  register(scheme: string): void;
  handle(scheme: string, handler: SchemeHandler): void;
  /** The address Chromium is given; addresses of other schemes stay. */
  toChromium(address: string): string;
  /** The address main sees. */
  toApp(address: string): string;
  listen(): Promise<void>;
  close(): void;
}

export function createSchemes(): Schemes {
  const known = new Set<string>();
  const handlers = new Map<string, SchemeHandler>();
  let port = 0;

  const toChromium = (address: string): string => {
    const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(address);
    return parts && known.has(parts[1]!) ? `http://${parts[2]}.${parts[1]}.localhost:${port}${parts[3] || '/'}` : address;
  };
  const toApp = (address: string): string => {
    const parts = /^http:\/\/([^/?#:]*)\.([a-z0-9+-]+)\.localhost:(\d+)(.*)$/.exec(address);
    return parts && Number(parts[3]) === port && known.has(parts[2]!) ? `${parts[2]}://${parts[1]}${parts[4]}` : address;
  };

  async function answer(method: string, url: string, headers: Headers, body: Readable): Promise<Response> {
    const handler = handlers.get(url.slice(0, url.indexOf(':')));
    if (handler === undefined) return new Response(null, { status: 404 });
    const hasBody = method !== 'GET' && method !== 'HEAD';
    return handler(new Request(url, { method, headers, ...(hasBody ? { body: Readable.toWeb(body) as ReadableStream, duplex: 'half' } : {}) }));
  }

  const server = createServer((request, response) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined && name !== 'host' && name !== 'connection') headers.set(name, toApp(String(value)));
    }
    const url = toApp(`http://${request.headers.host ?? ''}${request.url ?? '/'}`);
    answer(request.method ?? 'GET', url, headers, request)
      .then((answered) => {
        response.writeHead(answered.status, Object.fromEntries(answered.headers));
        if (answered.body) Readable.fromWeb(answered.body as NodeStream).pipe(response);
        else response.end();
      })
      .catch((error: unknown) => {
        console.error(`The protocol handler threw at ${url}:`, error);
        response.writeHead(500).end();
      });
  });

  return {
    register: (scheme) => { known.add(scheme); },
    handle(scheme, handler) {
      if (!known.has(scheme)) throw new Error(`The stand-in serves only schemes that were registered as privileged; ${scheme} was not.`);
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      handlers.set(scheme, handler);
    },
    toChromium,
    toApp,
    async listen() {
      await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
      port = (server.address() as AddressInfo).port;
    },
    close: () => { server.close(); },
  };
}

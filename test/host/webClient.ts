import { request } from 'node:http';
import { WebSocket } from 'ws';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request as it is written: fetch would tidy the path and forbid some headers. */
export function get(port: number, path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Opens the printed address as a browser does and gives the cookie it is handed. */
export async function signIn(url: string): Promise<string> {
  const { port, pathname, search } = new URL(url);
  const { headers } = await get(Number(port), pathname + search);
  return headers['set-cookie']![0]!.split(';')[0]!;
}

export function openSocket(port: number, cookie: string, more: Readonly<Record<string, string>> = {}, path = '/rpc'): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { cookie, origin: `http://127.0.0.1:${port}`, ...more } });
}

import { createServer, request as send, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** When the n-th request is met: before the org has it, when the org has done it and nobody has heard, or after the answer. */
export interface RequestPoint {
  readonly n: number;
  readonly when: 'before' | 'unheard' | 'after';
}

export interface KillingProxy {
  readonly url: string;
  /** Kills at this point of the requests from now on; undefined: lets everything through. */
  arm(point: RequestPoint | undefined, kill: () => void): void;
  close(): Promise<void>;
}

/** Stands between a process and the org, so that the process can be killed at any point of a request. */
export async function killingProxy(target: string): Promise<KillingProxy> {
  let seen = 0;
  let armed: RequestPoint | undefined;
  let kill: () => void = () => undefined;
  const { hostname, port } = new URL(target);
  const server: Server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('error', () => undefined);
    outgoing.on('error', () => undefined);
    incoming.on('end', () => {
      const isHit = armed !== undefined && ++seen === armed.n;
      const { when } = armed ?? {};
      if (isHit && when === 'before') return kill();
      const outer = send({ hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers }, (answer) => {
        const body: Buffer[] = [];
        answer.on('data', (part: Buffer) => body.push(part));
        answer.on('end', () => {
          if (isHit && when === 'unheard') return kill();
          outgoing.writeHead(answer.statusCode!, answer.headers);
          outgoing.end(Buffer.concat(body), () => isHit && kill());
        });
      });
      outer.on('error', () => outgoing.destroy());
      outer.end(Buffer.concat(parts));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arm(point, onHit) {
      seen = 0;
      armed = point;
      kill = onHit;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

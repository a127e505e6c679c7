import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on an address of this machine and gives the port; 0 takes any free one. @throws Error with `code` `EADDRINUSE` in a sentence. */
export function listen(server: Pick<Server, 'once' | 'listen' | 'address'>, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? portInUse(port) : error));
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Said instead of starting where another program has the port. */
export function portInUse(port: number): Error {
  return Object.assign(
    new Error(`Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or start the demo org on another port (0 takes any free one).`),
    { code: 'EADDRINUSE' },
  );
}

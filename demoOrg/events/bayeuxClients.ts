import { randomBytes } from 'node:crypto';

export interface BayeuxClient {
  readonly id: string;
  /** By channel, the replay id up to which the client knows everything. */
  readonly cursors: Map<string, number>;
  seenAt: number;
  /** Ends the wait of its open connect, if there is news; with true in any case, for a newer connect. */
  wake?: (isReplaced?: boolean) => void;
}

/** The clients that made a handshake and came back since. */
export interface BayeuxClients {
  add(): BayeuxClient;
  /** Undefined where it never was, said goodbye, or stayed away too long. */
  find(id: unknown): BayeuxClient | undefined;
  see(client: BayeuxClient): void;
  remove(client: BayeuxClient): void;
  count(): number;
  forEach(callback: (client: BayeuxClient) => void): void;
  /** Ends every wait. */
  close(): void;
  isClosed(): boolean;
}

export function bayeuxClients(awayMs: number): BayeuxClients {
  const clients = new Map<string, BayeuxClient>();
  let isClosed = false;

  function dropAway(): void {
    const oldest = performance.now() - awayMs;
    for (const [id, client] of clients) if (!client.wake && client.seenAt < oldest) clients.delete(id);
  }

  const forEach = (callback: (client: BayeuxClient) => void): void => [...clients.values()].forEach(callback);

  return {
    add() {
      const client: BayeuxClient = { id: randomBytes(20).toString('base64url'), cursors: new Map(), seenAt: performance.now() };
      clients.set(client.id, client);
      return client;
    },
    find(id) {
      dropAway();
      const client = typeof id === 'string' ? clients.get(id) : undefined;
      if (client) client.seenAt = performance.now();
      return client;
    },
    see: (client) => void (client.seenAt = performance.now()),
    remove(client) {
      clients.delete(client.id);
      client.wake?.(true);
    },
    count() {
      dropAway();
      return clients.size;
    },
    forEach,
    close() {
      isClosed = true;
      forEach((client) => client.wake?.());
    },
    isClosed: () => isClosed,
  };
}

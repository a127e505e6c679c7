import type { Contract, Handlers, Port } from './contract.ts';
import { openSession, type Session } from './session.ts';
import { readClientMessage, type ToWireError } from './wire.ts';

interface Serving {
  /** Takes one more line. Its client is a new one, or one whose line broke and that comes back. */
  accept(port: Port): void;
  /** Ends every call and closes every line. */
  close(): void;
}

/** Serves `handlers` to the client at the other end of `port`, until the port closes. `close()` of the answer ends it from this side. */
export function serve<C extends Contract>(contract: C, handlers: Handlers<C>, port: Port, toWireError: ToWireError): Serving {
  const serving = serveMany(contract, handlers, toWireError, 0);
  serving.accept(port);
  return serving;
}

/**
 * Serves `handlers` to any number of clients.
 * @param keepMs how long the streams of a client wait for it to come back after its line broke, in milliseconds.
 */
export function serveMany<C extends Contract>(contract: C, handlers: Handlers<C>, toWireError: ToWireError, keepMs: number): Serving {
  const sessions = new Map<string, { session: Session; timer?: ReturnType<typeof setTimeout> }>();

  function end(id: string): void {
    const known = sessions.get(id);
    if (!known) return;
    clearTimeout(known.timer);
    sessions.delete(id);
    known.session.close();
  }

  function accept(port: Port): void {
    let id: string | undefined;
    port.listen(
      (data) => {
        const message = readClientMessage(data);
        // Whoever speaks otherwise is no client of ours.
        if (!message || (message.type === 'attach') !== (id === undefined)) return port.close();
        if (message.type !== 'attach') return sessions.get(id!)?.session.receive(message);
        id = message.session;
        const known = sessions.get(id) ?? { session: openSession(contract, handlers, toWireError) };
        clearTimeout(known.timer);
        sessions.set(id, known);
        known.session.attach(port, message.streams);
      },
      () => {
        const known = id === undefined ? undefined : sessions.get(id);
        if (!known?.session.detach(port)) return;
        if (keepMs === 0) end(id!);
        else known.timer = setTimeout(() => end(id!), keepMs);
      },
    );
  }

  return {
    accept,
    close() {
      for (const id of sessions.keys()) end(id);
    },
  };
}

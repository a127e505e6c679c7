import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import { errorData, errorFromData } from '../../flows/kit/errors.ts';
import { connect } from '../../host/rpc/connect.ts';
import type { Client, Contract, Handlers } from '../../host/rpc/contract.ts';
import { memoryPorts } from '../../host/rpc/ports/memory.ts';
import { messagePort } from '../../host/rpc/ports/messagePort.ts';
import { webSocketPort } from '../../host/rpc/ports/webSocket.ts';
import { serve, serveMany } from '../../host/rpc/serve.ts';

export interface Line<C extends Contract> {
  readonly client: Client<C>;
  /** Ends the line from the client's side. */
  readonly close: () => void;
  /** Ends everything. */
  readonly end: () => Promise<void>;
}

/** Every way a contract is served and called: the same tests run over each. `served`: what the far end knows, where that differs. */
export const lines = {
  memory: async <C extends Contract>(contract: C, handlers: Handlers<C>, served: C = contract): Promise<Line<C>> => {
    const [near, far] = memoryPorts();
    const serving = serve(served, handlers, far, errorData);
    return { client: connect(contract, near, errorFromData), close: () => near.close(), end: async () => serving.close() };
  },
  MessagePort: async <C extends Contract>(contract: C, handlers: Handlers<C>, served: C = contract): Promise<Line<C>> => {
    const { port1, port2 } = new MessageChannel();
    const near = messagePort(port1);
    const serving = serve(served, handlers, messagePort(port2), errorData);
    return { client: connect(contract, near, errorFromData), close: () => near.close(), end: async () => serving.close() };
  },
  WebSocket: async <C extends Contract>(contract: C, handlers: Handlers<C>, served: C = contract): Promise<Line<C>> => {
    const server = await serveSockets(served, handlers, 0);
    const near = webSocketPort(() => new WebSocket(server.url));
    return { client: connect(contract, near, errorFromData), close: () => near.close(), end: async () => (near.close(), server.end()) };
  },
};

interface SocketServer {
  readonly url: string;
  /** Breaks every line, as a network does. */
  readonly drop: () => void;
  readonly end: () => Promise<void>;
}

/** A bare WebSocket server for a contract. */
export async function serveSockets<C extends Contract>(contract: C, handlers: Handlers<C>, keepMs: number): Promise<SocketServer> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const sockets = new WebSocketServer({ server });
  const serving = serveMany(contract, handlers, errorData, keepMs);
  sockets.on('connection', (socket) => serving.accept(webSocketPort(socket)));
  const drop = () => {
    for (const socket of sockets.clients) socket.terminate();
  };
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    drop,
    async end() {
      serving.close();
      drop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

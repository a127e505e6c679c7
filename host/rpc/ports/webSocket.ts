import type { Port } from '../contract.ts';

/** A WebSocket of a browser, of Node or of `ws`. */
interface Socket {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
}

const socketOpen = 1;

/**
 * A line over a WebSocket, as JSON text. Given a function that makes sockets, the line can reopen: `webSocketPort(() => new WebSocket(url))`.
 * What is posted before the socket is open waits for it.
 */
export function webSocketPort(source: Socket | (() => Socket)): Port {
  const unheard: unknown[] = [];
  let onMessage: (message: unknown) => void = (message) => unheard.push(message);
  let onClose = () => {};
  let isOver = false;
  const early: string[] = [];
  let socket = watch(typeof source === 'function' ? source() : source);

  function watch(fresh: Socket): Socket {
    early.length = 0;
    fresh.addEventListener('open', () => {
      for (const text of early.splice(0)) fresh.send(text);
    });
    fresh.addEventListener('message', (event) => onMessage(parse(String(event.data))));
    fresh.addEventListener('close', () => onClose());
    // A close follows every error; unheard, an error of `ws` would end the process.
    fresh.addEventListener('error', () => {});
    return fresh;
  }

  return {
    post(message) {
      const text = JSON.stringify(message);
      if (socket.readyState === socketOpen) socket.send(text);
      else if (socket.readyState < socketOpen) early.push(text);
    },
    listen(message, close) {
      onMessage = message;
      onClose = close;
      for (const one of unheard.splice(0)) onMessage(one);
    },
    close() {
      isOver = true;
      socket.close();
    },
    ...(typeof source === 'function' && {
      reopen() {
        if (!isOver) socket = watch(source());
        return !isOver;
      },
    }),
  };
}

/** Undefined where the text is no JSON: rpc then sees that it is no message. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

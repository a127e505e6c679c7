import type { Port } from '../contract.ts';

/** A MessagePort of a browser or of Node. */
interface EventTargetPort {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** A MessagePortMain of Electron. */
interface EmitterPort {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  on(type: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
}

/** A line over a MessagePort of any of the three kinds. */
export function messagePort(port: EventTargetPort | EmitterPort): Port {
  const on: EmitterPort['on'] = (type: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
    'addEventListener' in port ? port.addEventListener(type as 'message', listener) : port.on(type as 'message', listener);
  let onOver: (() => void) | undefined;
  // Browsers tell only the far end of a close, Node tells both.
  const over = () => {
    const tell = onOver;
    onOver = undefined;
    tell?.();
  };
  return {
    post: (message) => port.postMessage(message),
    listen(onMessage, onClose) {
      onOver = onClose;
      on('message', (event) => onMessage(event.data));
      on('close', over);
      port.start();
    },
    close() {
      port.close();
      queueMicrotask(over);
    },
  };
}

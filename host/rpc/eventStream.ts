import type { EventStream } from './contract.ts';
import { windowSize, type ClientMessage, type StreamMessage } from './wire.ts';

/** A stream as the client holds it: what rpc does with it beside what its consumer does. */
export interface HeldStream extends EventStream<unknown> {
  receive(message: StreamMessage): void;
  fail(error: Error): void;
  /** The number of the last event that arrived. */
  readonly received: number;
  /** How many events the consumer has taken. */
  readonly taken: number;
}

/**
 * Holds what arrived until the consumer takes it, and grants more when half the window has been taken.
 * @param onOver is called once, when the stream has ended, failed or was closed.
 */
export function holdStream(
  id: number,
  send: (message: ClientMessage) => void,
  toError: (message: Extract<StreamMessage, { type: 'failed' }>) => Error,
  onOver: () => void,
): HeldStream {
  const waiting: unknown[] = [];
  let received = 0;
  let taken = 0;
  let granted = 0;
  let end: { readonly error?: Error } | undefined;
  let isTold = false;
  let wake = () => {};
  const isDry = () => waiting.length === 0 && !end;

  function over(how: { readonly error?: Error }): void {
    if (end) return;
    end = how;
    onOver();
    wake();
  }

  function take(): IteratorResult<unknown> {
    taken++;
    if (!end && taken - granted >= windowSize / 2) send({ type: 'taken', id, count: (granted = taken) });
    return { done: false, value: waiting.shift() };
  }

  async function next(): Promise<IteratorResult<unknown>> {
    while (isDry()) await new Promise<void>((resolve) => (wake = resolve));
    if (waiting.length > 0) return take();
    if (end?.error && !isTold) {
      isTold = true;
      throw end.error;
    }
    return { done: true, value: undefined };
  }

  function close(): void {
    waiting.length = 0;
    if (end) return;
    send({ type: 'end', id });
    over({});
  }

  return {
    get received() {
      return received;
    },
    get taken() {
      return taken;
    },
    receive(message) {
      // After a reconnect an event may come twice.
      if (end || message.number <= received) return;
      received = message.number;
      if (message.type === 'event') {
        waiting.push(message.value);
        wake();
        return;
      }
      send({ type: 'end', id });
      over(message.type === 'failed' ? { error: toError(message) } : {});
    },
    fail: (error) => over({ error }),
    close,
    [Symbol.asyncIterator]: () => ({
      next,
      return() {
        close();
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };
}

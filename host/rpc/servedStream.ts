import { windowSize, type StreamMessage, type WireError } from './wire.ts';

export interface ServedStream {
  /** The client has taken so many events: they need not be kept, and more may follow. */
  taken(count: number): void;
  /** Sends again what came after event `received`. */
  resend(received: number): void;
}

/**
 * Pulls events out of `events` as far as the client's credit goes, numbers them and keeps them until they are taken.
 * Stops when `signal` aborts, without a word: whoever aborted no longer listens.
 * @param parse gives the value that travels; throws where an event breaks the contract.
 */
export function serveStream(
  id: number,
  events: AsyncIterable<unknown>,
  signal: AbortSignal,
  parse: (event: unknown) => unknown,
  send: (message: StreamMessage) => void,
  toError: (thrown: unknown) => WireError,
): ServedStream {
  const kept: StreamMessage[] = [];
  let last = 0;
  let takenCount = 0;
  let wake = () => {};
  const isHeldBack = () => last - takenCount >= windowSize && !signal.aborted;

  const say = (message: StreamMessage) => {
    kept.push(message);
    send(message);
  };

  async function pump(iterator: AsyncIterator<unknown>): Promise<void> {
    try {
      for (;;) {
        while (isHeldBack()) await new Promise<void>((resolve) => (wake = resolve));
        if (signal.aborted) return;
        const next = await iterator.next();
        if (signal.aborted) return;
        if (next.done === true) return say({ type: 'done', id, number: ++last });
        const value = parse(next.value);
        say({ type: 'event', id, number: ++last, value });
      }
    } catch (thrown) {
      void stop(iterator);
      if (!signal.aborted) say({ type: 'failed', id, number: ++last, error: toError(thrown) });
    }
  }

  const iterator = events[Symbol.asyncIterator]();
  signal.addEventListener('abort', () => {
    wake();
    // Not awaited: a generator that waits for its next event returns only after it.
    void stop(iterator);
  });
  void pump(iterator);

  return {
    taken(count) {
      if (count <= takenCount || count > last) return;
      takenCount = count;
      while (kept[0] !== undefined && kept[0].number <= count) kept.shift();
      wake();
    },
    resend(received) {
      for (const message of kept) if (message.number > received) send(message);
    },
  };
}

async function stop(iterator: AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // The stream is over; there is nobody left to tell.
  }
}

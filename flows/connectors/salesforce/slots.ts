/** So many at a time; whoever comes later waits in line. */
export interface Slots {
  /** How many nobody has. */
  readonly free: number;
  /** The result gives the slot back; calling it again does nothing. Rejects when the signal aborts before there is one. */
  take(signal: AbortSignal): Promise<() => void>;
}

/** @param most asked each time; it may change. Who holds a slot keeps it. */
export function slots(most: () => number): Slots {
  let held = 0;
  const line: (() => void)[] = [];
  const release = (): void => {
    held--;
    while (line.length > 0 && held < most()) {
      held++;
      line.shift()!();
    }
  };
  return {
    get free() {
      return Math.max(0, most() - held);
    },
    async take(signal) {
      signal.throwIfAborted();
      if (held < most()) held++;
      else await turn(line, signal);
      let isHeld = true;
      return () => {
        if (isHeld) release();
        isHeld = false;
      };
    },
  };
}

function turn(line: (() => void)[], signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const come = (): void => {
    signal.removeEventListener('abort', leave);
    resolve();
  };
  const leave = (): void => {
    line.splice(line.indexOf(come), 1);
    reject(signal.reason);
  };
  signal.addEventListener('abort', leave, { once: true });
  line.push(come);
  return promise;
}

/** So many at a time; whoever comes later waits in line. */
export interface Slots {
  /** The result gives the slot back; calling it again does nothing. Rejects when the signal aborts before there is one. */
  take(signal: AbortSignal): Promise<() => void>;
}

export function slots(count: number): Slots {
  let free = count;
  const line: (() => void)[] = [];
  const release = (): void => {
    const next = line.shift();
    if (next) next();
    else free++;
  };
  return {
    async take(signal) {
      signal.throwIfAborted();
      if (free > 0) free--;
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

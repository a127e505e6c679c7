import type { Port } from '../contract.ts';

/** Two ports in one process, each the other's far end. Messages are cloned and come later, as over any other line. */
export function memoryPorts(): [Port, Port] {
  const ends = [makeEnd(), makeEnd()] as const;
  let isClosed = false;
  const port = (mine: End, other: End): Port => ({
    post(message) {
      if (!isClosed) other.take(structuredClone(message));
    },
    listen: (onMessage, onClose) => mine.listen(onMessage, onClose),
    close() {
      if (isClosed) return;
      isClosed = true;
      for (const end of ends) queueMicrotask(end.close);
    },
  });
  return [port(ends[0], ends[1]), port(ends[1], ends[0])];
}

type End = ReturnType<typeof makeEnd>;

function makeEnd() {
  const early: unknown[] = [];
  let onMessage: (message: unknown) => void = (message) => early.push(message);
  let onClose = () => {};
  return {
    take(message: unknown) {
      queueMicrotask(() => onMessage(message));
    },
    listen(message: (message: unknown) => void, close: () => void) {
      onMessage = message;
      onClose = close;
      for (const one of early.splice(0)) onMessage(one);
    },
    close: () => onClose(),
  };
}

import type { PortEnd } from './ports.ts';

/** What goes over a bridge for one of its ports. */
export type PortFrame =
  | { readonly type: 'portMessage'; readonly port: string; readonly data: unknown }
  | { readonly type: 'portClosed'; readonly port: string };

/** Carries any number of ports over one ordered way for messages: the stand-in's transfer of ports to another process. */
export interface PortBridge {
  /** Puts ends of ours on the bridge. `announce` sends their ids to the far side, which accepts them; nothing of a port goes before that. */
  carry(ends: readonly PortEnd[], announce: (ports: readonly string[]) => void): void;
  /** The end of a port that the far side carries. */
  accept(port: string): PortEnd;
  /** A frame came from the far side. */
  take(frame: PortFrame): void;
  /** The far side is gone: every port on the bridge closes. */
  close(): void;
}

interface Lane {
  take(data: unknown): void;
  close(): void;
}

/** @param send brings a frame to the far side, in order; must not throw when that is gone */
export function portBridge(send: (frame: PortFrame) => void): PortBridge {
  const lanes = new Map<string, Lane>();
  const drop = (port: string) => lanes.delete(port);
  return {
    carry(ends, announce) {
      const named = ends.map((end) => ({ end, port: crypto.randomUUID() }));
      for (const { end, port } of named) lanes.set(port, { take: (data) => { end.post(data); }, close: () => { end.close(); } });
      announce(named.map(({ port }) => port));
      for (const { end, port } of named) {
        end.listen(
          (data) => { send({ type: 'portMessage', port, data }); },
          () => { if (drop(port)) send({ type: 'portClosed', port }); },
        );
      }
    },
    accept(port) {
      const lane = waitingLane();
      lanes.set(port, lane);
      return {
        post: (data) => { if (lanes.has(port)) send({ type: 'portMessage', port, data }); },
        listen: (onMessage, onClose) => { lane.listen(onMessage, onClose); },
        close: () => { if (drop(port)) send({ type: 'portClosed', port }); },
      };
    },
    take(frame) {
      const lane = lanes.get(frame.port);
      if (frame.type === 'portMessage') return lane?.take(frame.data);
      drop(frame.port);
      lane?.close();
    },
    close() {
      const open = [...lanes.values()];
      lanes.clear();
      for (const lane of open) lane.close();
    },
  };
}

/** Keeps what comes before somebody listens. */
function waitingLane(): Lane & Pick<PortEnd, 'listen'> {
  const early: unknown[] = [];
  let isClosed = false;
  let listener: { onMessage(message: unknown): void; onClose(): void } | undefined;
  return {
    take: (data) => { if (listener) listener.onMessage(data); else early.push(data); },
    close() {
      isClosed = true;
      listener?.onClose();
    },
    listen(onMessage, onClose) {
      listener = { onMessage, onClose };
      for (const data of early.splice(0)) onMessage(data);
      if (isClosed) onClose();
    },
  };
}

import type { EngineProcess } from '../../flows/engine/engineProcess.ts';
import type { Port } from '../../host/rpc/contract.ts';
import type { MessageToMain } from '../shell/shellMessages.ts';

/** Engine processes that main starts for the host; the messages go over a channel that joins both directly. */
export interface RemoteEngines {
  launch(): EngineProcess;
  /** Main brought the port to an engine. */
  started(engine: number, port: Port): void;
  exited(engine: number, code: number): void;
}

interface Pending {
  port?: Port;
  /** What was posted before the port came. */
  early: unknown[];
  onMessage: (message: unknown) => void;
  onExit: (code: number | null) => void;
}

export function remoteEngines(post: (message: MessageToMain) => void): RemoteEngines {
  let lastId = 0;
  const engines = new Map<number, Pending>();
  return {
    launch() {
      const engine = ++lastId;
      const state: Pending = { early: [], onMessage: () => {}, onExit: () => {} };
      engines.set(engine, state);
      post({ type: 'launchEngine', engine });
      return {
        post(message) {
          if (state.port) state.port.post(message);
          else state.early.push(message);
        },
        onMessage(take) { state.onMessage = take; },
        onExit(take) { state.onExit = take; },
        kill() { post({ type: 'killEngine', engine }); },
      };
    },
    started(engine, port) {
      const state = engines.get(engine);
      if (state === undefined) return port.close();
      state.port = port;
      port.listen((message) => { state.onMessage(message); }, () => {});
      for (const message of state.early.splice(0)) port.post(message);
    },
    exited(engine, code) {
      const state = engines.get(engine);
      engines.delete(engine);
      state?.port?.close();
      state?.onExit(code);
    },
  };
}

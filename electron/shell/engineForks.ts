import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { MessageToHost } from './shellMessages.ts';

/** The engine processes that main started for the host process. */
export interface EngineForks {
  launch(engine: number): void;
  kill(engine: number): void;
  killAll(): void;
}

/**
 * Starts engine processes. Host process and engine get one end of a channel each and talk directly; main only reports the exit.
 *
 * @param module absolute path of the built engine process
 */
export function engineForks(module: string, post: (message: MessageToHost, ports?: MessagePortMain[]) => void): EngineForks {
  const running = new Map<number, UtilityProcess>();
  return {
    launch(engine) {
      const child = utilityProcess.fork(module, [], { serviceName: 'Sluice Engine' });
      running.set(engine, child);
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage(null, [port1]);
      post({ type: 'engineStarted', engine }, [port2]);
      child.on('exit', (code) => {
        running.delete(engine);
        post({ type: 'engineExited', engine, code });
      });
    },
    kill(engine) {
      running.get(engine)?.kill();
    },
    killAll() {
      for (const child of running.values()) child.kill();
    },
  };
}

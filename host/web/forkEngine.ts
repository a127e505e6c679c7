import { fork } from 'node:child_process';
import type { EngineProcess } from '../../flows/engine/engineProcess.ts';

/** Starts the engine in a Node process of its own, with the variable and the flag of bin/sluice.mjs. `module` is the built engineChild. */
export function forkEngine(module: string): EngineProcess {
  const child = fork(module, [], { env: { ...process.env, MALLOC_ARENA_MAX: '1' }, execArgv: ['--max-semi-space-size=4'], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    post: (message) => {
      // A message to an engine that just ended has nobody to reach; its exit is told by itself.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (take) => void child.on('message', take),
    onExit: (take) => void child.on('exit', take),
    kill: () => void child.kill(),
  };
}

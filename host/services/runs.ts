import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { LocalExecutor } from '../../flows/engine/executors/local.ts';
import type { RunStore } from '../../flows/engine/runStore.ts';
import { AppError } from '../../flows/kit/errors.ts';
import type { HostHandlers } from '../contract/contract.ts';

/** Runs as the window sees them: the executor does them, the store remembers them. */
export function runsService(executor: LocalExecutor, store: RunStore): HostHandlers['runs'] {
  return {
    start: ({ path, document, parameters }) => ({ run: executor.submit({ run: randomUUID(), document, folder: dirname(path), path, parameters }) }),
    watch: ({ run }) => executor.watch(run),
    cancel({ run }) {
      executor.cancel(run);
      return {};
    },
    list: (query) => store.listRuns(query),
    sample({ run, edge, offset, limit }) {
      if (!store.readRun(run)) throw new AppError('settings', 'runUnknown', { message: `There is no run "${run}". The history keeps the latest runs only.` });
      return store.readSample(run, edge, offset, limit);
    },
  };
}

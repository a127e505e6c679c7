import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { drawnAs, wholeFlow } from '../../flows/engine/calledFlows.ts';
import type { LocalExecutor } from '../../flows/engine/executors/local.ts';
import type { RunStore } from '../../flows/engine/runStore.ts';
import type { OpenSealer } from '../../flows/engine/sealer.ts';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { AppError } from '../../flows/kit/errors.ts';
import type { HostHandlers } from '../contract/contract.ts';
import { requestOf } from './requestOf.ts';

/** Runs as the window sees them: the executor does them, the store remembers them. */
export function runsService(executor: LocalExecutor, store: RunStore, openSealer: OpenSealer, definitions: Readonly<Record<string, NodeDefinition>>): HostHandlers['runs'] {
  return {
    async start({ path, document, drawn = document, parameters, allowProduction = [], ceilings = {} }) {
      const folder = dirname(path);
      const whole = await wholeFlow(document, folder, definitions);
      return { run: executor.submit({ run: randomUUID(), document: whole, ...drawnAs(drawn, whole), folder, path, parameters, allowProduction, ceilings }) };
    },
    watch: ({ run }) => executor.watch(run),
    cancel({ run }) {
      executor.cancel(run);
      return {};
    },
    list: (query) => store.listRuns(query),
    flow({ run }) {
      const { document, drawn = document } = requestOf(store, run);
      return { document: drawn };
    },
    async sample({ run, edge, offset, limit }) {
      requestOf(store, run);
      try {
        return store.readSample(run, edge, offset, limit);
      } catch (error) {
        // Sealed: only now is the key needed.
        if (!(error instanceof AppError) || error.code !== 'sealKeyGone') throw error;
        await openSealer();
        return store.readSample(run, edge, offset, limit);
      }
    },
  };
}

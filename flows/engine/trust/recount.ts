import type { RunDependencies } from '../runFlow.ts';
import { runFlow } from '../runFlow.ts';
import type { RunStore } from '../runStore.ts';
import { errorFromData } from '../../kit/errors.ts';
import type { Recount } from './proof.ts';

/**
 * Asks the orgs what they have now of the records a run wrote: the plan of its undo says it, since that differs where somebody was there
 * since. Leaves nothing behind. Rejects where an org cannot be asked.
 */
export async function recount(run: string, deps: Omit<RunDependencies, 'onEvent' | 'store'> & { readonly store: RunStore }): Promise<Record<string, Recount>> {
  const { document, folder, parameters } = deps.store.readRequest(run)!;
  const probe = crypto.randomUUID();
  try {
    const finished = await runFlow({ run: probe, document, folder, parameters, undoes: run, mode: 'plan', isProbe: true }, { ...deps, onEvent: () => undefined });
    if (finished.error) throw errorFromData(finished.error);
    const at = new Date().toISOString();
    const counted = deps.store.countLedger(probe);
    return Object.fromEntries(
      Object.keys(deps.store.countLedger(run)).map((node) => {
        // None of a sink whose records were purged.
        const { actions = {} } = counted[node] ?? {};
        return [node, { at, asWritten: (actions.update ?? 0) + (actions.delete ?? 0) + (actions.undelete ?? 0), changedSince: actions.conflict ?? 0, takenBack: actions.unchanged ?? 0 }];
      }),
    );
  } finally {
    deps.store.removeRun(probe);
  }
}

import type { Problem } from '../../flows/kit/errors.ts';
import type { Workbench } from '../app/workbench.ts';

/** Asks the orgs whether they are still what the flow was made for, when a flow is opened. Gives the function that ends it. */
export function watchDrift(workbench: Workbench): () => void {
  const { flow } = workbench;
  void lookForDrift(workbench);
  return flow.subscribe((state, before) => {
    if (state.path !== before.path) void lookForDrift(workbench);
  });
}

/** An org that does not answer is no drift: what is wrong with a connection is said where it is used. */
async function lookForDrift({ flow, run, link }: Workbench): Promise<void> {
  const { path, document } = flow.getState();
  if (path === '') return;
  const found = await link.client().trust.drift({ path, document, parameters: run.getState().given }).catch(() => undefined);
  if (flow.getState().path === path) flow.getState().drifted((found?.problems ?? []) as readonly Problem[]);
}


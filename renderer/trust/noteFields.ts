import type { Workbench } from '../app/workbench.ts';
import { standing } from '../stores/flowStore.ts';

/** Notes what the orgs say now in the file beside the flow: this is what it is made for. Rejects where an org does not answer. */
export async function noteFields({ flow, run, link }: Workbench): Promise<void> {
  const { path } = flow.getState();
  await link.client().trust.noteFields({ path, document: standing(flow.getState()), parameters: run.getState().given });
  flow.getState().drifted([]);
}

import type { Workbench } from '../app/workbench.ts';

/** Notes what the orgs say now in the file beside the flow: this is what it is made for. Rejects where an org does not answer. */
export async function noteFields({ flow, run, link }: Workbench): Promise<void> {
  const { path, document } = flow.getState();
  await link.client().trust.noteFields({ path, document, parameters: run.getState().given });
  flow.getState().drifted([]);
}

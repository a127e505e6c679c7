import { errorData } from '../../flows/kit/errors.ts';
import { isRunning } from '../stores/runStore.ts';
import { notify } from './notify.ts';
import type { Workbench } from './workbench.ts';
import { words } from './words.ts';

/** Starts the document as it stands and follows it until it has finished. With errors in it, shows them instead. */
export async function startRun({ flow, run, selection, link }: Workbench): Promise<void> {
  if (isRunning(run.getState())) return;
  const { path, document, findings } = flow.getState();
  const errors = findings.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    selection.getState().showTab('problems');
    notify(words.run.blocked(errors.length));
    return;
  }
  run.getState().starting();
  if (!selection.getState().shownEdge) selection.getState().showTab('nodes');
  try {
    const { run: id } = await link.client().runs.start({ path, document, parameters: {} });
    run.getState().started(id);
    for await (const event of link.client().runs.watch({ run: id })) {
      if (run.getState().run !== id) return;
      run.getState().take(event);
    }
  } catch (error) {
    run.getState().stopped(errorData(error));
  }
}

export async function cancelRun({ run, link }: Workbench): Promise<void> {
  const id = run.getState().run;
  if (id !== undefined && isRunning(run.getState())) await link.client().runs.cancel({ run: id });
}

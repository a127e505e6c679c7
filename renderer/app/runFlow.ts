import { errorData } from '../../flows/kit/errors.ts';
import type { ParameterValue } from '../../flows/model/parameters.ts';
import { isRunning, type PastRun } from '../stores/runStore.ts';
import { notify } from './notify.ts';
import type { Workbench } from './workbench.ts';
import { words } from '../words/words.ts';

/**
 * Starts the document as it stands and follows it until it has finished. With errors in it, shows them instead; with a parameter that has
 * no default, asks for the values first.
 */
export async function startRun(workbench: Workbench, values?: Readonly<Record<string, ParameterValue>>): Promise<void> {
  const { flow, run, selection, link } = workbench;
  if (isRunning(run.getState())) return;
  const { path, document, findings } = flow.getState();
  const errors = findings.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    selection.getState().showTab('problems');
    notify(words.run.blocked(errors.length));
    return;
  }
  const missing = Object.values(document.parameters).some((parameter) => parameter.default === undefined);
  if (missing && !values) {
    selection.getState().showDialog('parameters');
    return;
  }
  run.getState().starting();
  if (!selection.getState().shownEdge) selection.getState().showTab('nodes');
  try {
    const { run: id } = await link.client().runs.start({ path, document, parameters: values ?? {} });
    run.getState().started(id);
    await followRun(workbench, id);
  } catch (error) {
    run.getState().stopped(errorData(error));
  }
}

export async function cancelRun({ run, link }: Workbench): Promise<void> {
  const id = run.getState().run;
  if (id !== undefined && isRunning(run.getState())) await link.client().runs.cancel({ run: id });
}

/** Takes the events of a run, from its beginning, until it has finished or another one is on show. */
async function followRun({ run, link }: Workbench, id: string): Promise<void> {
  for await (const event of link.client().runs.watch({ run: id })) {
    if (run.getState().run !== id) return;
    run.getState().take(event);
  }
}

/** Shows a run of before: its counts on the canvas, its rows, its log. The flow stays as it is now. */
export async function showPastRun(workbench: Workbench, past: PastRun): Promise<void> {
  workbench.run.getState().show(past.run, past);
  await followRun(workbench, past.run);
}

/** From a past run back to the latest, or to nothing where this window has run nothing. */
export async function backToNow(workbench: Workbench): Promise<void> {
  const { latest, given } = workbench.run.getState();
  if (latest === undefined) {
    workbench.run.getState().clear();
    workbench.run.getState().giveParameters(given);
    return;
  }
  workbench.run.getState().show(latest, undefined);
  await followRun(workbench, latest);
}

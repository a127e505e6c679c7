import { errorData } from '../../flows/kit/errors.ts';
import type { ParameterValue } from '../../flows/model/parameters.ts';
import { connectionsOf } from '../../flows/model/connectionsOf.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { kindOfListed, type RunKind } from '../stores/runKind.ts';
import { isRunning, type PastRun } from '../stores/runStore.ts';
import { notify } from './notify.ts';
import { checkNow } from './watchFindings.ts';
import type { Workbench } from './workbench.ts';
import { words } from '../words/words.ts';

/**
 * Starts the document as it stands, or plans it, and follows it until it has finished. With errors in it, shows them instead; with a parameter
 * that has no default, asks for the values first. What would write to a production org is planned first.
 */
export async function startRun(workbench: Workbench, values?: Readonly<Record<string, ParameterValue>>, asked: 'run' | 'plan' = 'run'): Promise<void> {
  const { flow, run, selection, trust } = workbench;
  if (isRunning(run.getState())) return;
  // What was typed a moment ago counts.
  checkNow(flow, workbench.definitions);
  const { path, document, findings } = flow.getState();
  const errors = findings.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    selection.getState().showTab('problems');
    notify(words.run.blocked(errors.length));
    return;
  }
  const missing = Object.values(document.parameters).some((parameter) => parameter.default === undefined);
  if (missing && !values) {
    trust.getState().askFor(asked);
    selection.getState().showDialog('parameters');
    return;
  }
  const what = asked === 'run' && writesToProduction(workbench) ? 'plan' : asked;
  if (what !== asked) notify(words.trust.plan.first);
  run.getState().starting();
  if (what === 'plan') selection.getState().showTab('changes');
  else if (!selection.getState().shownEdge) selection.getState().showTab('nodes');
  try {
    const request = { path, document, parameters: values ?? {} };
    await beginRun(workbench, { what }, (host) => (what === 'plan' ? host.changes.plan(request) : host.runs.start(request)));
  } catch (error) {
    run.getState().stopped(errorData(error));
  }
}

/** Starts a run of a kind and follows it. Rejects where it is not begun; what is on show stays. */
export async function beginRun(workbench: Workbench, kind: RunKind, ask: (host: HostClient) => Promise<{ readonly run: string }>): Promise<void> {
  const { run, link } = workbench;
  const { run: id } = await ask(link.client());
  closeTrace(workbench);
  run.getState().starting();
  run.getState().started(id, kind);
  await followRun(workbench, id);
}

/** The way of a row belongs to one run. */
function closeTrace({ trust, selection }: Workbench): void {
  trust.getState().showTrace(undefined);
  if (selection.getState().tab === 'lineage') selection.getState().showTab('results');
}

/** Shows the latest run of the open flow where it broke off: it can be resumed. */
export async function showBrokenRun(workbench: Workbench): Promise<void> {
  const { flow, link } = workbench;
  const { path } = flow.getState();
  const list = await link.client().runs.list({ path, limit: 20 });
  const [latest] = list;
  if (latest?.state !== 'interrupted' || latest.mode === 'plan' || flow.getState().path !== path) return;
  workbench.selection.getState().showTab('nodes');
  await showPastRun(workbench, { run: latest.run, startedAt: latest.startedAt, kind: kindOfListed(latest, list) });
}

/** Whether a sink of the flow leads to an org that is known to be production. */
function writesToProduction({ flow, definitions, connections }: Workbench): boolean {
  const { document } = flow.getState();
  const sinks = Object.fromEntries(Object.entries(document.nodes).filter(([, { type }]) => definitions[type]?.kind === 'sink'));
  const production = new Set(connections.getState().list.filter(({ environment }) => environment === 'production').map(({ name }) => name));
  return connectionsOf({ ...document, nodes: sinks }, definitions).some((name) => production.has(name));
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
  closeTrace(workbench);
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

import { errorData } from '../../flows/kit/errors.ts';
import type { ParameterValue } from '../../flows/model/parameters.ts';
import { outerNode } from '../../flows/model/checkCalls.ts';
import { inlineCalls } from '../../flows/model/inlineCalls.ts';
import { upToNode } from '../../flows/model/upToNode.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { writtenConnections } from '../org/writtenConnections.ts';
import { standing } from '../stores/flowStore.ts';
import { isPlanOf } from '../trust/planOnShow.ts';
import { kindOfListed, type RunKind } from '../stores/runKind.ts';
import { isRunning, type PastRun } from '../stores/runStore.ts';
import { formatTime } from '../words/format.ts';
import { notify, orNotify } from './notify.ts';
import { checkNow } from './watchFindings.ts';
import type { Workbench } from './workbench.ts';
import { words } from '../words/words.ts';

/**
 * Starts the document as it stands, or plans it, and follows it until it has finished. With errors in it, shows them instead; with a parameter
 * that has no default, asks for the values first. With `upTo`, only what that node needs is planned, and its rows are shown. What would write to an org is
 * only planned: the plan is then applied, so nothing is written that was not seen.
 */
export async function startRun(workbench: Workbench, values?: Readonly<Record<string, ParameterValue>>, asked: 'run' | 'plan' = 'run', upTo?: string): Promise<void> {
  const { flow, run, selection, trust } = workbench;
  if (isRunning(run.getState())) return;
  flow.getState().lookForward();
  // What was typed a moment ago counts.
  checkNow(flow, workbench.definitions);
  const { path, document, findings } = flow.getState();
  const part = upTo === undefined ? undefined : upToNode(document, upTo, workbench.definitions);
  const errors = findings.problems.filter(({ severity, where }) => severity === 'error' && (!part || where.node === undefined || part.document.nodes[outerNode(where.node)] !== undefined));
  if (errors.length > 0) {
    selection.getState().showTab('problems');
    notify(words.run.blocked(errors.length));
    return;
  }
  const missing = Object.values(document.parameters).some((parameter) => parameter.default === undefined);
  if (missing && !values) {
    trust.getState().askFor(asked, upTo);
    selection.getState().showDialog('parameters');
    return;
  }
  const what = asked === 'run' && writtenBy(workbench).length > 0 ? 'plan' : asked;
  run.getState().starting();
  if (part?.edge !== undefined) selection.getState().showEdge(part.edge);
  else if (what === 'plan') selection.getState().showTab('changes');
  else if (!selection.getState().shownEdge) selection.getState().showTab('nodes');
  try {
    const request = { path, document: part?.document ?? document, ...(part ? { drawn: document } : {}), parameters: values ?? {} };
    await beginRun(workbench, { what, upTo }, (host) => (what === 'plan' ? host.changes.plan(request) : host.runs.start(request)));
  } catch (error) {
    run.getState().stopped(errorData(error));
  }
}

/** Starts a run of a kind and follows it. Rejects where it is not begun; what is on show stays. */
export async function beginRun(workbench: Workbench, kind: RunKind, ask: (host: HostClient) => Promise<{ readonly run: string }>): Promise<void> {
  const { run, link, flow } = workbench;
  const document = standing(flow.getState());
  const { run: id } = await ask(link.client());
  flow.getState().lookForward();
  closeTrace(workbench);
  run.getState().starting();
  run.getState().started(id, kind, document);
  await followRun(workbench, id);
}

/** The way of a row belongs to one run. */
function closeTrace({ trust, selection }: Workbench): void {
  trust.getState().showTrace(undefined);
  if (selection.getState().tab === 'lineage') selection.getState().showTab('results');
}

/**
 * Shows the latest run of the open flow where it broke off: it can be resumed. So does one that was cancelled after it had written: that is how
 * an engine ends whose app was gone.
 */
export async function showBrokenRun(workbench: Workbench): Promise<void> {
  const { flow, link } = workbench;
  const { path } = flow.getState();
  const list = await link.client().runs.list({ path, limit: 20 });
  const [latest] = list;
  const isBroken = latest?.state === 'interrupted' || (latest?.state === 'cancelled' && latest.written > 0);
  if (!isBroken || latest.mode === 'plan' || flow.getState().path !== path) return;
  workbench.selection.getState().showTab('nodes');
  await showPastRun(workbench, { run: latest.run, startedAt: latest.startedAt, kind: kindOfListed(latest, list) });
}

/** The connections to which sinks of the flow, or of one that it calls, write; by name. */
export function writtenBy({ flow, definitions }: Workbench): readonly string[] {
  const { document, called } = flow.getState();
  return writtenConnections(inlineCalls(document, called, definitions).document, definitions);
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

/** Shows a run of before: its counts on the canvas, its rows, its log, and the flow as it was then, where it is another now. */
export async function showPastRun(workbench: Workbench, past: PastRun): Promise<void> {
  const { run, flow, selection, link, definitions } = workbench;
  const { document: then } = await link.client().runs.flow({ run: past.run });
  const now = standing(flow.getState());
  closeTrace(workbench);
  // Of a run that did not begin here the calls are drawn as what they called.
  if (isPlanOf(then, now) || isPlanOf(then, inlineCalls(now, flow.getState().called, definitions).document)) flow.getState().lookForward();
  else flow.getState().lookBack(then);
  if (flow.getState().document !== now) selection.getState().clear();
  run.getState().show(past.run, past);
  await followRun(workbench, past.run);
}

/** Makes the flow of the past run that is on show the flow as it stands, as one step that undo takes back. */
export function bringBack(workbench: Workbench): void {
  const { flow, run } = workbench;
  const { document, kept } = flow.getState();
  const { past } = run.getState();
  if (!kept || !past) return;
  flow.getState().lookForward();
  flow.getState().edit({ edit: 'replaceFlow', document });
  notify(words.history.broughtBack(formatTime(past.startedAt)));
  orNotify(backToNow(workbench));
}

/** From a past run back to the latest, or to nothing where this window has run nothing. */
export async function backToNow(workbench: Workbench): Promise<void> {
  const { latest, given } = workbench.run.getState();
  if (workbench.flow.getState().kept) workbench.selection.getState().clear();
  workbench.flow.getState().lookForward();
  if (latest === undefined) {
    workbench.run.getState().clear();
    workbench.run.getState().giveParameters(given);
    return;
  }
  workbench.run.getState().show(latest, undefined);
  await followRun(workbench, latest);
}

import { asAppError } from '../../flows/kit/errors.ts';
import { outerNode } from '../../flows/model/checkCalls.ts';
import { runEnd, shownEnd } from '../../flows/model/runPlaces.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { errorText, notify, orNotify } from '../app/notify.ts';
import { standing } from '../stores/flowStore.ts';
import { beginRun, writtenBy } from '../app/runFlow.ts';
import type { Workbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { heldOf, placesOf, productionOf, sentOf, sumActions, writtenBesides, type ActionCounts, type Totals } from './changeTotals.ts';
import { asChoices, kindsOf, restoredOf, type Chosen } from './conflictChoices.ts';
import { planOnShow } from './planOnShow.ts';

const said = words.trust;

type TraceTarget = Parameters<HostClient['trust']['trace']>[0]['target'];

/**
 * Writes what the plan shows. In the demo org there is nothing that somebody could miss, and the plan is the question; before records of another
 * org are written, or any are deleted, it is asked once more in one sentence.
 */
export function applyPlan(workbench: Workbench, plan: string, totals: Totals): void {
  const start = (allowProduction: string[]): Promise<void> => {
    const { path, document } = workbench.flow.getState();
    return beginRun(workbench, { what: 'apply', about: plan }, (host) => host.changes.apply({ plan, path, document, allowProduction }));
  };
  if (!isAskedBefore(workbench, totals)) return orNotify(start([]));
  const counts = sumActions(totals);
  ask(workbench, totals, {
    title: said.plan.applyTitle,
    sentence: sentOf(counts) > 0 ? said.plan.applySentence(counts, placesOf(totals)) : said.plan.applyRows(workbench.flow.getState().document.name),
    notes: [said.plan.applyNote, ...(counts.delete ? [said.plan.deleteNote] : []), ...(heldOf(counts) > 0 ? [said.plan.held(heldOf(counts))] : [])],
    confirm: said.plan.apply,
    isDangerous: (counts.delete ?? 0) > 0,
    start,
  });
}

/** Whether Apply asks before it writes. */
export function isAskedBefore(workbench: Workbench, totals: Totals): boolean {
  const demo = new Set(workbench.connections.getState().list.filter(({ environment }) => environment === 'demo').map(({ name }) => name));
  return (sumActions(totals).delete ?? 0) > 0 || !writtenBy(workbench).every((name) => demo.has(name));
}

/** Applies the plan that is on show, if there is something in it to write. */
export async function applyShown(workbench: Workbench): Promise<void> {
  const plan = planOnShow(workbench);
  if (plan === undefined) return;
  const { nodes: totals } = await workbench.link.client().changes.totals({ run: plan });
  if (sentOf(sumActions(totals)) + writtenBesides(workbench.run.getState().nodes, totals) > 0) applyPlan(workbench, plan, totals);
  else notify(said.plan.nothing);
}

/** Finds out what can be taken back of a run; nothing is written. */
export async function planUndo(workbench: Workbench, run: string): Promise<void> {
  workbench.selection.getState().showTab('changes');
  workbench.selection.getState().setTall(true);
  await beginRun(workbench, { what: 'undoPlan', about: run }, (host) => host.changes.undo({ run, isDry: true, conflicts: {} }));
}

/** Asks whether the run is to be taken back, and does it. `counts` and `totals` are those of its dry run. */
export function askToUndo(workbench: Workbench, run: string, totals: Totals, chosen: Chosen): void {
  const counts = takenBack(totals, chosen);
  const { update, delete: removed } = restoredOf(chosen, kindsOf(totals));
  const kept = counts.conflict ?? 0;
  ask(workbench, totals, {
    title: said.undo.title,
    sentence: said.undo.sentence(counts, placesOf(totals)),
    notes: [...(kept > 0 ? [said.undo.keepNote(kept)] : []), ...(update + removed > 0 ? [said.undo.restoreNote(update + removed)] : []), said.undo.never],
    confirm: said.undo.confirm,
    isDangerous: true,
    start: (allowProduction) => beginRun(workbench, { what: 'undo', about: run }, (host) => host.changes.undo({ run, isDry: false, conflicts: asChoices(chosen), allowProduction })),
  });
}

/** What an undo does: conflicts are put back where that was chosen. */
export function takenBack(totals: Totals, chosen: Chosen): ActionCounts {
  const counts = sumActions(totals);
  const { update, delete: removed } = restoredOf(chosen, kindsOf(totals));
  return { ...counts, update: (counts.update ?? 0) + update, delete: (counts.delete ?? 0) + removed, conflict: (counts.conflict ?? 0) - update - removed };
}

/** Goes on with a run that broke off. */
export async function resumeRun(workbench: Workbench, run: string, totals: Totals): Promise<void> {
  const kind = workbench.run.getState().kinds[run] ?? { what: 'run' };
  const orgs = productionOf(totals);
  const start = (allowProduction: string[]): Promise<void> => beginRun(workbench, kind, (host) => host.changes.resume({ run, allowProduction }));
  if (orgs.length === 0) return start([]);
  ask(workbench, totals, { title: said.production.title, sentence: said.after.resumeHint, notes: [], confirm: said.after.resume, isDangerous: false, start });
}

/** Plans what the rejected rows of a run would do, taken again through the flow as it is now. */
export async function retryRejected(workbench: Workbench, run: string): Promise<void> {
  const { path } = workbench.flow.getState();
  const document = standing(workbench.flow.getState());
  const parameters = workbench.run.getState().given;
  workbench.selection.getState().showTab('changes');
  await beginRun(workbench, { what: 'plan', about: run }, (host) => host.trust.planRetry({ run, path, document, parameters }));
}

/** Follows a row back to where it came from, and shows its way on the canvas and step by step. `row` counts from 0. */
export function traceRow(workbench: Workbench, end: string, row: number, where: string): Promise<void> {
  return follow(workbench, { end: runEnd(workbench.flow.getState().document, end, 'out'), row }, said.lineage.of(row + 1, where));
}

/** Follows the row that a record was written from, or would be, by its Id or key. */
export function traceRecord(workbench: Workbench, record: string): Promise<void> {
  return follow(workbench, { record }, said.lineage.ofRecord(record));
}

async function follow({ link, trust, selection, canvas, run: runs }: Workbench, target: TraceTarget, title: string): Promise<void> {
  const { run } = runs.getState();
  if (run === undefined) return;
  trust.getState().showTrace({ title, trace: undefined, error: undefined, way: new Set() });
  selection.getState().showTab('lineage');
  selection.getState().setTall(true);
  try {
    const trace = await link.client().trust.trace({ run, target });
    trust.getState().showTrace({ title, trace, error: undefined, way: wayOf(trace) });
    canvas.current?.fit();
  } catch (thrown) {
    trust.getState().showTrace({ title, trace: undefined, error: errorText(asAppError(thrown)), way: new Set() });
  }
}

/** The nodes and out-ports on the canvas that a row came by; a call stands for the nodes of the flow it calls. */
function wayOf({ steps }: Awaited<ReturnType<HostClient['trust']['trace']>>): Set<string> {
  return new Set(steps.flatMap(({ node, out }) => [outerNode(node), ...out.flatMap(({ end }) => shownEnd(end, 'out') ?? [])]));
}

interface Asked {
  readonly title: string;
  readonly sentence: string;
  readonly notes: readonly string[];
  readonly confirm: string;
  readonly isDangerous: boolean;
  readonly start: (allowProduction: string[]) => Promise<void>;
}

function ask({ trust }: Workbench, totals: Totals, { start, ...question }: Asked): void {
  const orgs = productionOf(totals);
  trust.getState().ask({ ...question, orgs, onConfirm: () => orNotify(start(orgs)) });
}

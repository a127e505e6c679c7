import type { NodeDefinition } from '../kit/defineNode.ts';
import type { ChangeWork, NodeContext, NodeRuntime, SinkWork, SourceRun, Split } from '../kit/defineRun.ts';
import { AppError } from '../kit/errors.ts';
import { flowHash } from './flowHash.ts';
import type { Wiring } from './lane.ts';
import { nodeContext, type ContextParts } from './nodeContext.ts';
import type { NodeRun } from './nodeRun.ts';
import { wholeSource } from './readSource.ts';
import type { RunControl } from './runControl.ts';
import type { RunRequest } from './runRequest.ts';
import type { RunCheckpoint } from './runStore/checkpoints.ts';
import type { RunStore, SamplePage } from './runStore.ts';
import { sampleRows } from './sample.ts';
import { Ceilings } from './trust/ceilings.ts';
import { ChangeWriter } from './trust/changeWriter.ts';
import { checkProduction } from './trust/checkProduction.ts';
import { PlannedRows } from './trust/plannedRows.ts';
import { Recall } from './trust/recall.ts';
import { undoWork, type UndoWork } from './trust/undoRows.ts';

/** A source and what it will read. */
interface OpenSource {
  readonly source: SourceRun<never>;
  readonly context: NodeContext<never>;
  readonly splits: readonly Split[];
}

/** What was opened for a run and must be ended with it. */
export interface OpenNodes {
  readonly sources: Map<NodeRun, OpenSource>;
  readonly sinks: Map<NodeRun, SinkWork>;
  /** Sinks of records. */
  readonly writers: Map<NodeRun, ChangeWriter>;
  readonly undos: Map<NodeRun, UndoWork>;
  isOver: boolean;
}

export interface Opening {
  readonly request: RunRequest;
  readonly store: RunStore;
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
  readonly parts: ContextParts;
  readonly control: RunControl;
}

/**
 * Opens the nodes of a run, each as its kind and the run's mode ask for. Gives the checkpoint that the run goes on from; counters are then
 * as they were there.
 */
export async function openNodes(wiring: Wiring, open: OpenNodes, opening: Opening): Promise<RunCheckpoint | undefined> {
  const { loadRuntime, parts, control, request } = opening;
  checkPlan(opening);
  const types = new Map<string, Promise<NodeRuntime>>();
  for (const { plan } of wiring.nodes) {
    const { type } = plan.definition;
    if (types.has(type)) continue;
    types.set(type, loadRuntime(type));
    types.get(type)!.catch(() => {});
  }
  const checkpoint = await usableCheckpoint(wiring, types, opening);
  if (request.isResumed && request.undoes === undefined) opening.store.forgetRejected(request.run, checkpoint);
  if (checkpoint) goOn(wiring, checkpoint, (edge) => opening.store.readSample(request.run, edge, 0, sampleRows));
  const ceilings = new Ceilings(request, writtenBefore(opening));
  for (const node of wiring.nodes) {
    control.check();
    try {
      const runtime = await types.get(node.plan.definition.type)!;
      const context = nodeContext(node, parts);
      if (runtime.kind === 'source') {
        open.sources.set(node, { source: runtime, context, splits: (await runtime.plan?.(context)) ?? [wholeSource] });
      } else if (runtime.kind === 'transform') {
        node.transformWith(await runtime.open(context));
      } else if (runtime.writes === 'records') {
        await openRecords(node, context, await runtime.open(context), open, opening, checkpoint, ceilings);
      } else if (request.mode === 'plan' || request.undoes !== undefined) {
        if (request.undoes !== undefined) context.log('info', `"${node.plan.title}" wrote rows that Sluice does not take back, such as a file; they stay.`);
        node.writeWith({ write: async () => undefined });
      } else {
        const work = await runtime.open(context, checkpoint?.sinks[node.id]);
        // The run may be over by now, when opening took longer than anyone waited.
        if (open.isOver) await work.abort?.();
        open.sinks.set(node, work);
        node.writeWith(work);
      }
    } catch (error) {
      throw control.fail(error, node.id);
    }
  }
  return checkpoint;
}

/** Where a resumed run goes on; undefined where it begins again from its start: nothing was kept, or a half-written file has gone. */
async function usableCheckpoint(wiring: Wiring, types: ReadonlyMap<string, Promise<NodeRuntime>>, { request, store, parts }: Opening): Promise<RunCheckpoint | undefined> {
  if (!request.isResumed || request.undoes !== undefined) return undefined;
  const checkpoint = store.readCheckpoint(request.run);
  if (!checkpoint) return undefined;
  for (const node of wiring.nodes) {
    const from = checkpoint.sinks[node.id];
    const runtime = await types.get(node.plan.definition.type)!;
    if (from && runtime.kind === 'sink' && runtime.writes === 'rows' && !(await runtime.canGoOn?.(nodeContext(node, parts), from))) return undefined;
  }
  return checkpoint;
}

/** Counters and samples as they were at the checkpoint. */
function goOn({ nodes, edges }: Wiring, checkpoint: RunCheckpoint, sampleOf: (edge: string) => SamplePage): void {
  for (const node of nodes) {
    Object.assign(node.tally, checkpoint.nodes[node.id], { state: 'waiting' });
    Object.assign(node.drops, checkpoint.drops[node.id]);
    node.rejected.goOn(sampleOf(`${node.id}.rejected`), node.tally.rejected);
  }
  for (const edge of edges) {
    edge.rows = checkpoint.edges[edge.id] ?? 0;
    edge.sample.goOn(sampleOf(edge.id), edge.rows);
  }
}

async function openRecords(node: NodeRun, context: NodeContext<never>, opened: ChangeWork, open: OpenNodes, { request, store, definitions }: Opening, checkpoint: RunCheckpoint | undefined, ceilings: Ceilings): Promise<void> {
  const { run, mode, applies, undoes, conflicts = {}, isResumed } = request;
  const isPlan = mode === 'plan';
  if (!isPlan) checkProduction(opened.target, request, () => hasRunElsewhere(request, store, definitions));
  const undo = undoes === undefined ? undefined : undoWork(opened, store, undoes, conflicts);
  const work = undo?.work ?? opened;
  const recall = isResumed && !isPlan ? await Recall.of(store, run, node.id, work, checkpoint?.ledger[node.id]) : undefined;
  const planned = applies === undefined ? undefined : new PlannedRows(store, applies, node.id);
  const writer = new ChangeWriter({ run, attempt: store.attemptOf(run), node, context, work, store, isPlan, isUndo: undo !== undefined, ceilings, planned, recall });
  store.keepTarget(run, node.id, work.target);
  open.writers.set(node, writer);
  if (undo) open.undos.set(node, undo);
  node.changeWith(writer);
}

/** A plan is applied to the flow it was made of. */
function checkPlan({ request, store, definitions }: Opening): void {
  if (request.applies === undefined) return;
  const planned = store.readRequest(request.applies);
  if (!planned) throw new AppError('settings', 'planUnknown', { message: `There is no plan "${request.applies}". The history keeps the latest runs only.`, hint: 'Plan again.' });
  const isSame = flowHash(planned.document, definitions) === flowHash(request.document, definitions) && JSON.stringify(planned.parameters) === JSON.stringify(request.parameters);
  if (isSame) return;
  throw new AppError('settings', 'planOfAnotherFlow', { message: `The plan was made of another state of the flow "${request.document.name}", or with other parameters.`, hint: 'Plan again, and apply that.' });
}

/** Whether this very flow has written to an org that is not production, and ended well. */
function hasRunElsewhere({ document }: RunRequest, store: RunStore, definitions: Opening['definitions']): boolean {
  const wanted = flowHash(document, definitions);
  return store.listRuns({ limit: 500 }).some(({ run, mode, state }) => {
    if (mode === 'plan' || state !== 'succeeded' || !Object.values(store.readTargets(run)).some(({ target }) => !target.isProduction)) return false;
    return flowHash(store.readRequest(run)!.document, definitions) === wanted;
  });
}

/** What a run has sent before it broke off: ceilings count it. */
function writtenBefore({ request, store }: Opening): { rows: number; deletes: number } {
  const nodes = request.isResumed ? Object.values(store.countLedger(request.run)) : [];
  const sum = (count: (node: (typeof nodes)[number]) => number): number => nodes.reduce((total, node) => total + count(node), 0);
  return { rows: sum(({ results }) => (results['written'] ?? 0) + (results['rejected'] ?? 0)), deletes: sum(({ actions }) => actions.delete ?? 0) };
}

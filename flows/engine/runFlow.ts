import type { Cursor } from '../kit/batch.ts';
import type { NodeDefinition } from '../kit/defineNode.ts';
import type { NodeRuntime } from '../kit/defineRun.ts';
import { AppError, type Problem } from '../kit/errors.ts';
import { checkFlow } from '../model/checkFlow.ts';
import type { FlowDocument } from '../model/document.ts';
import { applyParameters } from '../model/parameters.ts';
import { Barrier, type SinkPositions } from './barrier.ts';
import type { FinishedEvent, RunEvent } from './events.ts';
import { wire, type Lane, type Wiring } from './lane.ts';
import type { ContextParts } from './nodeContext.ts';
import { openNodes, type OpenNodes } from './openNodes.ts';
import { Pacer } from './pacer.ts';
import { planFlow } from './planFlow.ts';
import { readSource } from './readSource.ts';
import { Recorder } from './recorder.ts';
import { RejectKeeper } from './rejectKeeper.ts';
import { Redactor } from './redact.ts';
import { RunControl } from './runControl.ts';
import type { ResolveConnection, RunRequest } from './runRequest.ts';
import type { RunCheckpoint } from './runStore/checkpoints.ts';
import type { RunStore } from './runStore.ts';
import type { OpenSealer } from './sealer.ts';
import { SharedThings } from './sharedThings.ts';
import { tightHeap } from './tightHeap.ts';
import { wantedColumns } from './wantedColumns.ts';
import { momentOf } from './trust/momentOf.ts';

export interface RunDependencies {
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  /** What a node type does; called once for every type that the flow uses. */
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
  readonly resolveConnection: ResolveConnection;
  readonly store: RunStore;
  /** The document of the request with the values of its parameters, from a caller who has found that it may run; without it, that is found out first. */
  readonly checked?: FlowDocument;
  /** What the run keeps of people's data is kept under it; without one it is not kept, and the log says so. */
  readonly openSealer?: OpenSealer;
  /** Aborting it cancels the run. */
  readonly signal: AbortSignal;
  /** Hears every event when it happens; `sequence` is its place in the store. */
  readonly onEvent: (event: RunEvent, sequence: number) => void;
  /** What NOW() means; the moment it starts unless told. */
  readonly startedMs?: number;
  /** What the nodes that keep rows may keep together. 512 MB unless told. */
  readonly memoryBytes?: number;
  /** A checkpoint is taken when so many rows were read; 50,000 unless told. */
  readonly checkpointRows?: number;
}

const usualMemoryBytes = 512 * 1024 * 1024;

/** How far memory may grow between two collections. Changes that are sent grow old while they wait for their answer, and die with it: collecting sooner is worth 7 MiB there. */
const usualGrowthPercent = 100;
const sendingGrowthPercent = 45;

/** Nodes stop within a second of being told to; one that does not is left behind. */
const graceMs = 1000;

/**
 * Runs a flow: checks it, plans it, opens its nodes, moves all rows, and only when every row has arrived lets the sinks finish; on an
 * error or a cancel every sink that has not finished takes back what it has begun. Resolves with the last event, whatever the flow or
 * its rows are like; rejects only when the run store cannot be written at the start.
 */
export async function runFlow(request: RunRequest, given: RunDependencies): Promise<FinishedEvent> {
  const deps = request.parent === undefined ? given : (await import('./retriedRows.ts')).withRetriedRows(request.parent, given);
  const control = new RunControl(deps.signal);
  const redactor = new Redactor();
  const shared = new SharedThings();
  const recorder = new Recorder(request, deps.store, redactor, control, (event, sequence) => deps.onEvent(event, sequence));
  const open: OpenNodes = { sources: new Map(), sinks: new Map(), writers: new Map(), undos: new Map(), isOver: false };
  const onLeft = (): void => recorder.log('warning', undefined, 'Something did not stop within a second of being told to, and was left behind.');
  const keeper = new RejectKeeper(request.run, deps.store, deps.openSealer, (message) => recorder.log('info', undefined, message));
  recorder.start();
  try {
    const document = deps.checked ?? checked(request, deps.definitions);
    const wiring = wire(planFlow(request.undoes === undefined ? document : recordSinks(document, deps.definitions), deps.definitions), control);
    const holders = wiring.nodes.filter(({ plan }) => plan.definition.traits.holds).length;
    const pacer = new Pacer();
    recorder.follow(wiring.nodes, wiring.edges);
    // What a source rejects is still where it was read.
    for (const node of wiring.nodes) if (node.plan.definition.kind !== 'source') node.onRejected = (batch) => keeper.take(node.id, batch);
    const parts: ContextParts = {
      run: request.run,
      isPlan: request.mode === 'plan',
      folder: request.folder,
      startedMs: deps.startedMs ?? momentOf(request, deps.store),
      memoryBytes: (deps.memoryBytes ?? usualMemoryBytes) / Math.max(1, holders),
      pacer,
      signal: control.signal,
      resolveConnection: deps.resolveConnection,
      shared,
      redactor,
      wanted: (node) => wantedColumns(document, deps.definitions, node),
      log: (level, node, message) => recorder.log(level, node, message),
    };
    const opening = { request, store: deps.store, definitions: deps.definitions, loadRuntime: deps.loadRuntime, parts, control };
    const checkpoint = await control.patiently(openNodes(wiring, open, opening), graceMs, onLeft);
    const work = request.undoes === undefined ? moveRows(wiring, open, barrierOf(request, wiring, open, deps, keeper), checkpoint, control, pacer) : takeRowsBack(wiring, open, control);
    await tightHeap(open.writers.size > 0 ? sendingGrowthPercent : usualGrowthPercent, control.patiently(work, graceMs, onLeft));
  } catch (error) {
    control.fail(error);
  }
  await abortSinks(open, recorder);
  await keeper.flush().catch((error: unknown) => void control.fail(error));
  await shared.close((message) => recorder.log('warning', undefined, message));
  control.release();
  return recorder.finish(control.error ? 'failed' : control.isStopped ? 'cancelled' : 'succeeded', control.error);
}

/** The document with its parameters' values, free of problems that keep it from running. */
function checked(request: RunRequest, definitions: RunDependencies['definitions']): FlowDocument {
  const document = applyParameters(request.document, request.parameters);
  const problems = checkFlow(document, definitions).problems.filter(({ severity }) => severity === 'error');
  if (problems.length > 0) throw problemsError(problems);
  return document;
}

/** All problems as one error: its place is the first one's, its data holds them all. */
function problemsError(problems: readonly Problem[]): AppError {
  const [first] = problems as [Problem];
  const data = { problems };
  if (problems.length === 1) return new AppError('settings', first.code, { ...first, data });
  const lines = problems.map(({ message, where }) => (where.node === undefined ? message : `${where.node}: ${message}`));
  return new AppError('settings', 'flowHasProblems', {
    message: `${problems.length} things keep this flow from running:\n${lines.join('\n')}`,
    where: first.where,
    data,
  });
}

/**
 * Lets all lanes work side by side until every row has arrived, then lets the sinks finish, each after all that feed it. What a sink
 * rejects goes on to the lanes below it, which end when it has finished.
 */
async function moveRows(wiring: Wiring, open: OpenNodes, barrier: Barrier, checkpoint: RunCheckpoint | undefined, control: RunControl, pacer: Pacer): Promise<void> {
  const work = async (lane: Lane): Promise<void> => {
    const reading = open.sources.get(lane.head);
    try {
      if (reading) await readSource({ lane, ...reading, from: checkpoint?.sources[lane.head.id], barrier, control, pacer });
      else await lane.drain(pacer);
      if (!lane.isSink) await lane.close();
    } catch (error) {
      throw control.fail(error, lane.head.id);
    }
  };
  const working = new Map(wiring.lanes.map((lane) => [lane, work(lane)]));
  // The first error is the run's; the others only follow from it.
  for (const promise of working.values()) promise.catch(() => {});
  try {
    const { true: below = [], false: above = [] } = Object.groupBy(wiring.lanes, ({ head }) => `${head.plan.afterSink}` as const);
    for (const lane of above) await working.get(lane);
    for (const lane of below) await lane.channel!.passed();
    for (const lane of wiring.lanes) {
      await working.get(lane);
      control.check();
      if (lane.isSink) await lane.close();
    }
  } catch (error) {
    // Sinks may still be writing what they had; nothing is taken back before they have stopped.
    await Promise.allSettled(working.values());
    throw error;
  }
}

/** Takes back what another run wrote, sink by sink against the flow, so that what was written last goes first. */
async function takeRowsBack(wiring: Wiring, open: OpenNodes, control: RunControl): Promise<void> {
  for (const { head: node } of [...wiring.lanes].reverse()) {
    try {
      await open.undos.get(node)?.feed(node);
    } catch (error) {
      throw control.fail(error, node.id);
    }
    await node.flush();
    await node.finish();
    node.checkRows();
  }
}

/** The flow without all that is not needed to take back what it wrote: its sinks alone. */
function recordSinks(document: FlowDocument, definitions: RunDependencies['definitions']): FlowDocument {
  const nodes = Object.entries(document.nodes).filter(([, { type }]) => definitions[type]?.kind === 'sink');
  return { ...document, nodes: Object.fromEntries(nodes), edges: [] };
}

/** Checkpoints are possible where no node holds rows and every sink can go on half-way. */
function barrierOf({ run, mode }: RunRequest, wiring: Wiring, open: OpenNodes, { store, checkpointRows }: RunDependencies, keeper: RejectKeeper): Barrier {
  const isPossible =
    mode !== 'plan' &&
    wiring.nodes.every(({ plan }) => plan.definition.traits.state === 'none' && plan.readFirst.size === 0) &&
    [...open.sinks.values()].every(({ checkpoint }) => checkpoint !== undefined);
  const positions: SinkPositions = async () => {
    // Rejected rows are kept before the cursor moves past them.
    await keeper.flush();
    const sinks: Record<string, Cursor> = {};
    for (const [{ id }, work] of open.sinks) sinks[id] = await work.checkpoint!();
    return { sinks, ledger: Object.fromEntries([...open.writers].map(([{ id }, writer]) => [id, writer.checkpoint()])) };
  };
  const sendRows = Math.max(0, ...[...open.writers.values()].map((writer) => writer.sendRows));
  return new Barrier(run, wiring, store, positions, { isPossible, sendRows, everyRows: checkpointRows });
}

async function abortSinks(open: OpenNodes, recorder: Recorder): Promise<void> {
  open.isOver = true;
  for (const [node, work] of [...open.sinks, ...open.writers]) {
    if (node.tally.state === 'done') continue;
    try {
      await work.abort?.();
    } catch (error) {
      recorder.log('warning', node.id, `What was begun could not be taken back: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

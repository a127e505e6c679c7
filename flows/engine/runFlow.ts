import type { NodeDefinition } from '../kit/defineNode.ts';
import type { NodeContext, NodeRuntime, SinkWork, SourceRun, Split } from '../kit/defineRun.ts';
import { AppError, type Problem } from '../kit/errors.ts';
import { checkFlow } from '../model/checkFlow.ts';
import type { FlowDocument } from '../model/document.ts';
import { applyParameters } from '../model/parameters.ts';
import type { FinishedEvent, RunEvent } from './events.ts';
import { wire, type Lane, type Wiring } from './lane.ts';
import { nodeContext, type ContextParts } from './nodeContext.ts';
import type { NodeRun } from './nodeRun.ts';
import { Pacer } from './pacer.ts';
import { planFlow } from './planFlow.ts';
import { readSource, wholeSource } from './readSource.ts';
import { Recorder } from './recorder.ts';
import { Redactor } from './redact.ts';
import { RunControl } from './runControl.ts';
import type { ResolveConnection, RunRequest } from './runRequest.ts';
import type { RunStore } from './runStore.ts';
import { SharedThings } from './sharedThings.ts';

export interface RunDependencies {
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  /** What a node type does; called once for every type that the flow uses. */
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
  readonly resolveConnection: ResolveConnection;
  readonly store: RunStore;
  /** Aborting it cancels the run. */
  readonly signal: AbortSignal;
  /** Hears every event when it happens; `sequence` is its place in the store. */
  readonly onEvent: (event: RunEvent, sequence: number) => void;
  /** What the nodes that keep rows may keep together. 512 MB unless told. */
  readonly memoryBytes?: number;
}

const usualMemoryBytes = 512 * 1024 * 1024;

/** Nodes stop within a second of being told to; one that does not is left behind. */
const graceMs = 1000;

/** A source and what it will read. */
interface OpenSource {
  readonly source: SourceRun<never>;
  readonly context: NodeContext<never>;
  readonly splits: readonly Split[];
}

/** What was opened for a run and must be ended with it. */
interface OpenNodes {
  readonly sources: Map<NodeRun, OpenSource>;
  readonly sinks: Map<NodeRun, SinkWork>;
  isOver: boolean;
}

/**
 * Runs a flow: checks it, plans it, opens its nodes, moves all rows, and only when every row has arrived lets the sinks finish; on an
 * error or a cancel every sink that has not finished takes back what it has begun. Resolves with the last event, whatever the flow or
 * its rows are like; rejects only when the run store cannot be written at the start.
 */
export async function runFlow(request: RunRequest, deps: RunDependencies): Promise<FinishedEvent> {
  const control = new RunControl(deps.signal);
  const redactor = new Redactor();
  const shared = new SharedThings();
  const recorder = new Recorder(request, deps.store, redactor, control, (event, sequence) => deps.onEvent(event, sequence));
  const open: OpenNodes = { sources: new Map(), sinks: new Map(), isOver: false };
  const onLeft = (): void => recorder.log('warning', undefined, 'Something did not stop within a second of being told to, and was left behind.');
  recorder.start();
  try {
    const document = checked(request, deps.definitions);
    const wiring = wire(planFlow(document, deps.definitions), control);
    const holders = wiring.nodes.filter(({ plan }) => plan.definition.traits.holds).length;
    const pacer = new Pacer();
    recorder.follow(wiring.nodes, wiring.edges);
    const parts: ContextParts = {
      folder: request.folder,
      startedMs: Date.now(),
      memoryBytes: (deps.memoryBytes ?? usualMemoryBytes) / Math.max(1, holders),
      pacer,
      signal: control.signal,
      resolveConnection: deps.resolveConnection,
      shared,
      redactor,
      log: (level, node, message) => recorder.log(level, node, message),
    };
    await control.patiently(openNodes(wiring, deps.loadRuntime, parts, open, control), graceMs, onLeft);
    await control.patiently(moveRows(wiring, open, request.run, deps.store, control, pacer), graceMs, onLeft);
  } catch (error) {
    control.fail(error);
  }
  await abortSinks(open, recorder);
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

async function openNodes(wiring: Wiring, loadRuntime: RunDependencies['loadRuntime'], parts: ContextParts, open: OpenNodes, control: RunControl): Promise<void> {
  const types = new Map<string, Promise<NodeRuntime>>();
  for (const { plan } of wiring.nodes) {
    const { type } = plan.definition;
    if (types.has(type)) continue;
    types.set(type, loadRuntime(type));
    types.get(type)!.catch(() => {});
  }
  for (const node of wiring.nodes) {
    control.check();
    try {
      const runtime = await types.get(node.plan.definition.type)!;
      const context = nodeContext(node, parts);
      if (runtime.kind === 'source') {
        open.sources.set(node, { source: runtime, context, splits: (await runtime.plan?.(context)) ?? [wholeSource] });
      } else if (runtime.kind === 'transform') {
        node.transformWith(await runtime.open(context));
      } else {
        const work = await runtime.open(context);
        // The run may be over by now, when opening took longer than anyone waited.
        if (open.isOver) await work.abort?.();
        open.sinks.set(node, work);
        node.writeWith(work);
      }
    } catch (error) {
      throw control.fail(error, node.id);
    }
  }
}

/**
 * Lets all lanes work side by side until every row has arrived, then lets the sinks finish, each after all that feed it. What a sink
 * rejects goes on to the lanes below it, which end when it has finished.
 */
async function moveRows(wiring: Wiring, open: OpenNodes, run: string, store: RunStore, control: RunControl, pacer: Pacer): Promise<void> {
  const work = async (lane: Lane): Promise<void> => {
    const reading = open.sources.get(lane.head);
    try {
      if (reading) await readSource({ run, lane, ...reading, store, control, pacer });
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

async function abortSinks(open: OpenNodes, recorder: Recorder): Promise<void> {
  open.isOver = true;
  for (const [node, work] of open.sinks) {
    if (node.tally.state === 'done') continue;
    try {
      await work.abort?.();
    } catch (error) {
      recorder.log('warning', node.id, `What was begun could not be taken back: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

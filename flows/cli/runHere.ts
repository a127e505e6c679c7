import type { NodeDefinition } from '../kit/defineNode.ts';
import type { NodeRuntime } from '../kit/defineRun.ts';
import { exitCodes } from '../kit/errors.ts';
import { auditedConnections } from '../engine/auditedRuns.ts';
import type { FinishedEvent, RunEvent } from '../engine/events.ts';
import { runFlow, type RunDependencies } from '../engine/runFlow.ts';
import type { RunRequest } from '../engine/runRequest.ts';
import { flowOrder } from '../model/flowGraph.ts';
import { retriedRowsType } from '../model/retryFlow.ts';
import { liveTable, plainProgress, type ProgressView } from './liveTable.ts';
import { memoryLimit } from './memoryOption.ts';
import type { Runs } from './openRuns.ts';
import type { Arguments } from './parseArguments.ts';
import { rejectReasons } from './rejectReasons.ts';
import type { RunConnections } from './runConnections.ts';
import type { ProgressNode } from './runProgress.ts';
import { runSummary } from './runSummary.ts';
import { painter, type Terminal } from './terminal.ts';

export interface RunParts extends Pick<RunDependencies, 'checked'> {
  readonly runs: Runs;
  readonly connections: RunConnections;
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
}

/** Runs a flow in this process and shows how it goes as `--json` and `--quiet` say. Ctrl-C cancels it. */
export async function runHere(request: RunRequest, { runs, connections, definitions: own, loadRuntime, checked }: RunParts, given: Arguments, terminal: Terminal): Promise<FinishedEvent> {
  const { document, run, parent } = request;
  const definitions = parent === undefined ? own : { ...own, [retriedRowsType]: (await import('../engine/retriedRows.ts')).retriedRowsDefinition };
  // An undo concerns what was written, and nothing on the way there.
  const ids = flowOrder(document).filter((id) => request.undoes === undefined || definitions[document.nodes[id]!.type]?.kind === 'sink');
  const nodes = ids.map((id): ProgressNode => {
    const { type, title } = document.nodes[id]!;
    const definition = definitions[type]!;
    return { id, title: title ?? definition.title, isSource: definition.kind === 'source' };
  });
  const view = progressView(given, terminal, document.name, nodes);
  const cancelling = new AbortController();
  const forget = terminal.onInterrupt(() => {
    if (cancelling.signal.aborted) terminal.exit(exitCodes.cancelled);
    const words = 'Cancelling. Ctrl-C again stops at once.';
    if (view) view.say(words);
    else terminal.err(`${words}\n`);
    cancelling.abort();
  });
  try {
    const onEvent = (event: RunEvent): void => {
      if (given.has('json')) terminal.out(`${JSON.stringify(event)}\n`);
      view?.show(event);
    };
    const resolveConnection = auditedConnections(connections.resolve, run, runs.audit);
    const finished = await runFlow(request, { definitions, loadRuntime, resolveConnection, openSealer: connections.openSealer, store: runs.store, signal: cancelling.signal, onEvent, ...(checked ? { checked } : {}), ...memoryLimit('run', given) });
    view?.close();
    const { undoes } = request;
    const isUndo = undoes !== undefined;
    if (view) terminal.out(runSummary(isUndo ? `Undo of ${undoes.slice(0, 8)}` : document.name, nodes, finished, painter(terminal), isUndo));
    if (view && !isUndo) for (const line of rejectReasons(runs.store, run, nodes)) terminal.out(`${line}\n`);
    const short = run.slice(0, 8);
    if (view && request.mode !== 'plan') terminal.out(nextStep(short, finished, Object.values(runs.store.countLedger(run)).length > 0));
    if (view && !isUndo && Object.keys(runs.store.countRejected(run)).length > 0) {
      terminal.out(`"sluice retry ${short} --list" says why rows were rejected and what would help; "sluice retry ${short} --rejected" takes them again.\n`);
    }
    return finished;
  } finally {
    view?.close();
    forget();
  }
}

/** What can be done about a run that has ended: go on with it, or prove it and take it back where records were changed. */
function nextStep(short: string, { state, error }: FinishedEvent, hasChanged: boolean): string {
  // The flow has to be changed first, and then it is another one.
  if (error?.kind === 'settings' && !hasChanged) return '';
  if (state !== 'succeeded') return `"sluice resume ${short}" looks up what was under way and goes on.\n`;
  return hasChanged ? `"sluice proof ${short}" counts again in the org; "sluice undo ${short} --dry-run" says what would be taken back.\n` : '';
}

function progressView(given: Arguments, terminal: Terminal, name: string, nodes: readonly ProgressNode[]): ProgressView | undefined {
  if (given.has('quiet') || given.has('json')) return undefined;
  return terminal.isWatched ? liveTable(terminal, name, nodes) : plainProgress(terminal, nodes);
}

/** How a command ends that ran a flow: 0, 3 where rows were rejected that nothing takes, 130, 70; an error's own code where there was one. */
export function endCode(finished: FinishedEvent): number {
  if (finished.error) return exitCodes[finished.error.kind];
  if (finished.state === 'cancelled') return exitCodes.cancelled;
  return finished.unhandled > 0 ? exitCodes.row : finished.state === 'succeeded' ? 0 : exitCodes.bug;
}

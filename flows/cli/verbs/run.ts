import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../../connections/dataFolder.ts';
import type { FinishedEvent, RunEvent } from '../../engine/events.ts';
import { runFlow } from '../../engine/runFlow.ts';
import { openRunStore, type RunStore } from '../../engine/runStore.ts';
import { AppError, asAppError, closest, errorFromData, exitCodes } from '../../kit/errors.ts';
import { checkFlow } from '../../model/checkFlow.ts';
import { flowOrder } from '../../model/flowGraph.ts';
import { applyParameters } from '../../model/parameters.ts';
import { definitions } from '../../nodes/definitions.ts';
import { loadRuntime } from '../../nodes/runtimes.ts';
import { connectionsOf } from '../connectionsOf.ts';
import { liveTable, plainProgress, type ProgressView } from '../liveTable.ts';
import { openFlowFile, withLines, type FlowFile } from '../openFlowFile.ts';
import { usage, type Arguments } from '../parseArguments.ts';
import { printError, printProblems } from '../printProblems.ts';
import { runConnections, type RunConnections } from '../runConnections.ts';
import type { ProgressNode } from '../runProgress.ts';
import { runSummary } from '../runSummary.ts';
import { painter, type Terminal } from '../terminal.ts';
import type { RunVerb } from '../verbs.ts';

/** `sluice run FILE [--param k=v]… [--connection name=other|URL]… [--json] [--quiet]` */
export const run: RunVerb = async (given, terminal) => {
  const file = given.operands[0]!;
  const parameters = pairs(given, 'param');
  const instead = pairs(given, 'connection');
  const flow = await openFlowFile(file, terminal.cwd, definitions);
  const document = withParameters(flow, parameters, file);
  const errors = checkFlow(document, definitions).problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    printProblems(terminal, withLines(errors, file, flow));
    return exitCodes.settings;
  }
  const used = connectionsOf(document, definitions);
  for (const name of Object.keys(instead)) if (!used.includes(name)) throw unusedConnection(name, used);
  const connections = runConnections(instead, terminal.env);
  const finished = await runInProcess(flow, parameters, connections, given, terminal);
  if (finished.error) {
    const error = errorFromData(finished.error);
    // Whoever pressed Ctrl-C knows.
    if (error.kind !== 'cancelled') printError(terminal, located(error, flow, file));
    return exitCodes[error.kind];
  }
  if (finished.state === 'cancelled') return exitCodes.cancelled;
  return finished.unhandled > 0 ? exitCodes.row : finished.state === 'succeeded' ? 0 : exitCodes.bug;
};

async function runInProcess(flow: FlowFile, parameters: Readonly<Record<string, string>>, connections: RunConnections, given: Arguments, terminal: Terminal): Promise<FinishedEvent> {
  const { document, folder, path } = flow;
  const nodes = flowOrder(document).map((id): ProgressNode => {
    const { type, title } = document.nodes[id]!;
    return { id, title: title ?? definitions[type]!.title, isSource: definitions[type]!.kind === 'source' };
  });
  const store = openStore(dataFolder(terminal.env));
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
    const request = { run: crypto.randomUUID(), document, folder, path, parameters };
    const finished = await runFlow(request, { definitions, loadRuntime, resolveConnection: connections.resolve, store, signal: cancelling.signal, onEvent });
    view?.close();
    if (view) terminal.out(runSummary(document.name, nodes, finished, painter(terminal)));
    return finished;
  } finally {
    view?.close();
    forget();
    store.close();
    await connections.close();
  }
}

function openStore(folder: string): RunStore {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('settings', 'dataFolder', { message: `Sluice cannot make its folder ${folder}: ${reason}.`, hint: 'Set SLUICE_HOME to a folder that you may write to.', cause });
  }
  return openRunStore(join(folder, 'runs.sqlite'));
}

function progressView(given: Arguments, terminal: Terminal, name: string, nodes: readonly ProgressNode[]): ProgressView | undefined {
  if (given.has('quiet') || given.has('json')) return undefined;
  return terminal.isWatched ? liveTable(terminal, name, nodes) : plainProgress(terminal, nodes);
}

/** A misspelt name would let the flow write to the org that was to be left alone. */
function unusedConnection(name: string, used: readonly string[]): AppError {
  const near = closest(name, used);
  return usage('run', `The flow uses no connection "${name}". ${used.length > 0 ? `It uses: ${used.join(', ')}.` : 'It uses none.'}`, near ? `Did you mean "${near}"?` : undefined);
}

function withParameters(flow: FlowFile, parameters: Readonly<Record<string, string>>, file: string): FlowFile['document'] {
  try {
    return applyParameters(flow.document, parameters);
  } catch (thrown) {
    throw located(asAppError(thrown), flow, file);
  }
}

/** The error with file and line, where it is about a node. */
function located(error: AppError, { lineOf }: FlowFile, file: string): AppError {
  const { node, path } = error.where;
  return node === undefined ? error : error.at({ file, line: lineOf(['nodes', node, ...(path ? ['settings', ...path] : [])]) });
}

/** `--name a=b` as a record; kind `settings`, code `usage`, where the equals sign is missing. */
function pairs(given: Arguments, name: string): Record<string, string> {
  return Object.fromEntries(
    given.values(name).map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw usage('run', `--${name} ${text}: an equals sign must stand between name and value.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

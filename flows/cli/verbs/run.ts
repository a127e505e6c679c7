import { randomUUID } from 'node:crypto';
import { asAppError, closest, errorFromData, exitCodes, type AppError } from '../../kit/errors.ts';
import { checkFlow } from '../../model/checkFlow.ts';
import { applyParameters } from '../../model/parameters.ts';
import { loadRuntime } from '../../nodes/runtimes.ts';
import { connectionsOf } from '../../model/connectionsOf.ts';
import { warnOfDrift } from '../fieldGuard.ts';
import { openFlowFile, withLines, type FlowFile } from '../openFlowFile.ts';
import { openRuns } from '../openRuns.ts';
import { pairs } from '../pairs.ts';
import { usage } from '../parseArguments.ts';
import { printError, printProblems } from '../printProblems.ts';
import { runConnections } from '../runConnections.ts';
import { endCode, runHere } from '../runHere.ts';
import type { RunVerb } from '../verbs.ts';
import { writeLimits } from '../writeOptions.ts';

/** `sluice run FILE [--param k=v]… [--connection name=other|URL]… [--json] [--quiet]` */
export const run: RunVerb = async (given, terminal) => {
  const file = given.operands[0]!;
  const parameters = pairs('run', given, 'param');
  const instead = pairs('run', given, 'connection');
  const flow = await openFlowFile(file, terminal.cwd);
  const { definitions } = flow;
  const document = withParameters(flow, parameters, file);
  const errors = checkFlow(document, definitions).problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    printProblems(terminal, withLines(errors, file, flow));
    return exitCodes.settings;
  }
  const used = connectionsOf(document, definitions);
  for (const name of Object.keys(instead)) if (!used.includes(name)) throw unusedConnection(name, used);
  const connections = runConnections(instead, terminal.env);
  // A flow that writes files only needs no key, and asks nobody to unlock a keychain.
  const sealing = used.length > 0 ? await connections.openSealer() : undefined;
  if (!given.has('json')) await warnOfDrift(document, flow, file, connections, terminal);
  const runs = openRuns(terminal, definitions, sealing?.sealer);
  const request = { run: randomUUID(), document: flow.document, folder: flow.folder, path: flow.path, parameters, ...writeLimits('run', given) };
  try {
    const finished = await runHere(request, { runs, connections, definitions, loadRuntime, checked: document }, given, terminal);
    if (finished.error) {
      const error = errorFromData(finished.error);
      // Whoever pressed Ctrl-C knows.
      if (error.kind !== 'cancelled') printError(terminal, located(error, flow, file));
    }
    return endCode(finished);
  } finally {
    runs.store.close();
    await connections.close();
  }
};

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

import { planRetry, rejectedOf, type RejectedOfNode } from '../../engine/planRetry.ts';
import { retriedRowsDefinition } from '../../engine/retriedRows.ts';
import { openingSealer } from '../../engine/sealer.ts';
import type { RunRequest } from '../../engine/runRequest.ts';
import { errorFromData, exitCodes } from '../../kit/errors.ts';
import { checkFlow } from '../../model/checkFlow.ts';
import { applyParameters } from '../../model/parameters.ts';
import { retriedRowsType } from '../../model/retryFlow.ts';
import { suggestFixes } from '../../model/suggestFixes.ts';
import { loadDefinitions, type Definitions } from '../../nodes/loadDefinitions.ts';
import { loadRuntime } from '../../nodes/runtimes.ts';
import { findRun } from '../findRun.ts';
import { openFlowFile } from '../openFlowFile.ts';
import { openRuns } from '../openRuns.ts';
import { pairs } from '../pairs.ts';
import { usage, type Arguments } from '../parseArguments.ts';
import { printError, printProblems } from '../printProblems.ts';
import { runConnections } from '../runConnections.ts';
import { endCode, runHere } from '../runHere.ts';
import { painter, type Terminal } from '../terminal.ts';
import type { RunVerb } from '../verbs.ts';
import { counted } from '../words.ts';
import { writeLimits } from '../writeOptions.ts';

/** `sluice retry RUN --rejected [--flow FILE] [--code CODE]… [--list] [--param k=v]… [--connection name=other]… [--json] [--quiet]` */
export const retry: RunVerb = async (given, terminal) => {
  if (!given.has('rejected') && !given.has('list')) throw usage('retry', 'Say --rejected to take the rejected rows again, or --list to see them.');
  const connections = runConnections(pairs('retry', given, 'connection'), terminal.env);
  const sealer = openingSealer(await connections.openSealer());
  const definitions = await loadDefinitions();
  const runs = openRuns(terminal, definitions, sealer);
  try {
    const before = findRun(runs.store, given.operands[0]!);
    const rejected = rejectedOf(runs.store, sealer, before, given.values('code'));
    if (given.has('list')) return list(rejected, before, definitions, given, terminal);
    const { request, notes } = planRetry(before, { ...(await flowNow(before, given, terminal)), parameters: pairs('retry', given, 'param') }, rejected, definitions);
    const errors = checkFlow(applyParameters(request.document, request.parameters), { ...definitions, [retriedRowsType]: retriedRowsDefinition }).problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      printProblems(terminal, errors);
      return exitCodes.settings;
    }
    if (!given.has('json') && !given.has('quiet')) for (const note of notes) terminal.err(`${note}\n`);
    const finished = await runHere({ ...request, ...writeLimits('retry', given) }, { runs, connections, definitions, loadRuntime }, given, terminal);
    if (finished.error && finished.error.kind !== 'cancelled') printError(terminal, errorFromData(finished.error));
    return endCode(finished);
  } finally {
    runs.store.close();
    await connections.close();
  }
};

async function flowNow(before: RunRequest, given: Arguments, terminal: Terminal): Promise<Pick<RunRequest, 'document' | 'folder' | 'path'>> {
  const file = given.value('flow') ?? before.path;
  return file === undefined ? before : openFlowFile(file, terminal.cwd);
}

function list(rejected: readonly RejectedOfNode[], before: RunRequest, definitions: Definitions, given: Arguments, terminal: Terminal): number {
  const { document } = before;
  if (given.has('json')) {
    terminal.out(`${JSON.stringify(rejected.map(({ node, count, groups }) => ({ node, count, groups })))}\n`);
    return 0;
  }
  const paint = painter(terminal);
  for (const { node, count, groups, schema } of rejected) {
    const { title, type } = document.nodes[node]!;
    terminal.out(`${paint('bold', `"${title ?? definitions[type]?.title ?? node}" rejected ${counted(count, 'row')}`)}\n`);
    for (const group of groups) {
      terminal.out(`  ${counted(group.count, 'row')}: ${group.plain} ${paint('dim', group.code)}\n`);
      if (group.plain !== group.example) terminal.out(`    ${paint('dim', `Said of the first: ${group.example}`)}\n`);
      for (const fix of suggestFixes(group, { document, definitions, node, schema })) terminal.out(`    → ${fix.title}. ${fix.detail}\n`);
    }
  }
  terminal.out(`\nChange the flow, then: sluice retry ${before.run.slice(0, 8)} --rejected\n`);
  return 0;
}

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { asAppError, exitCodes } from '../../kit/errors.ts';
import { planFileOf } from '../../engine/trust/planFile.ts';
import { checkFlow } from '../../model/checkFlow.ts';
import { applyParameters } from '../../model/parameters.ts';
import { carryOut, withRuns } from '../carryOut.ts';
import { warnOfDrift } from '../fieldGuard.ts';
import { openFlowFile, withLines } from '../openFlowFile.ts';
import { pairs } from '../pairs.ts';
import { planSummary, total } from '../planSummary.ts';
import { printProblems } from '../printProblems.ts';
import { painter } from '../terminal.ts';
import type { RunVerb } from '../verbs.ts';

/** How a plan ends that would change something. */
const changesCode = 10;

/** `sluice plan FILE [-o plan.json] [--param k=v]… [--connection name=other]… [--json] [--quiet]` */
export const plan: RunVerb = async (given, terminal) => {
  const flowFile = given.operands[0]!;
  const parameters = pairs('plan', given, 'param');
  const flow = await openFlowFile(flowFile, terminal.cwd);
  const { definitions } = flow;
  const document = ((): typeof flow.document => {
    try {
      return applyParameters(flow.document, parameters);
    } catch (thrown) {
      throw asAppError(thrown).at({ file: flowFile });
    }
  })();
  const errors = checkFlow(document, definitions).problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    printProblems(terminal, withLines(errors, flowFile, flow));
    return exitCodes.settings;
  }
  return withRuns('plan', given, terminal, async (here) => {
    const { store } = here.runs;
    if (!given.has('json')) await warnOfDrift(document, flow, flowFile, here.connections, terminal);
    const request = { run: crypto.randomUUID(), document: flow.document, folder: flow.folder, path: flow.path, parameters, mode: 'plan' as const };
    const { finished, code } = await carryOut(request, here, { ...given, has: (name) => name === 'quiet' }, terminal);
    if (finished.state !== 'succeeded') return code;
    const rows = Object.values(store.countLedger(request.run)).reduce((sum, { actions }) => sum + total(actions), 0);
    const output = given.value('out');
    const file = output !== undefined || given.has('json') ? await planFileOf(store, request.run, definitions) : undefined;
    if (output !== undefined) await writeFile(resolve(terminal.cwd, output), JSON.stringify(file));
    if (given.has('json')) terminal.out(`${JSON.stringify({ ...file, rows: undefined, document: undefined })}\n`);
    if (!given.has('quiet') && !given.has('json')) {
      terminal.out(planSummary(store, request.run, flow.document, finished, definitions, painter(terminal)));
      terminal.out(rows === 0 ? '\nNothing to do: no record would change.\n' : `\n"sluice apply ${output ?? request.run.slice(0, 8)}" writes exactly this.\n`);
    }
    return rows > 0 ? changesCode : code;
  }, false);
};

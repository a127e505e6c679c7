import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RunRequest } from '../../engine/runRequest.ts';
import { withLimitsNow } from '../../engine/trust/limitsNow.ts';
import { importPlan, inputHashes, readPlanFile } from '../../engine/trust/planFile.ts';
import { AppError } from '../../kit/errors.ts';
import { carryOut, withRuns, type Here } from '../carryOut.ts';
import { writeLimits } from '../writeOptions.ts';
import { findRun } from '../findRun.ts';
import type { Terminal } from '../terminal.ts';
import type { RunVerb } from '../verbs.ts';

/** `sluice apply PLAN [--allow-production NAME]… [--max-rows N] [--max-deletes N] [--connection name=other]… [--json] [--quiet]` */
export const apply: RunVerb = async (given, terminal) =>
  withRuns('apply', given, terminal, async (here) => {
    const plan = await planned(here, given.operands[0]!, terminal);
    const { document, folder, path, parameters } = plan;
    const request: RunRequest = { run: crypto.randomUUID(), document, folder, ...(path === undefined ? {} : { path }), parameters, applies: plan.run, ...writeLimits('apply', given) };
    return (await carryOut(await withLimitsNow(request), here, given, terminal)).code;
  }, false);

/** A plan by its file, or by the id of its run. */
async function planned({ runs: { store }, definitions }: Here, given: string, terminal: Terminal): Promise<RunRequest> {
  const text = await readFile(resolve(terminal.cwd, given), 'utf8').catch(() => undefined);
  if (text === undefined) {
    const request = findRun(store, given);
    if (request.mode === 'plan') return request;
    throw new AppError('settings', 'planUnknown', { message: `The run ${given} is no plan: it has written already.`, hint: '"sluice plan FLOW" makes one.' });
  }
  const plan = readPlanFile(text, given);
  const now = await inputHashes(plan, definitions);
  for (const { file, sha256 } of plan.inputs) {
    if (now.some((input) => input.file === file && input.sha256 === sha256)) continue;
    terminal.err(`${file} is not what it was when the plan was made. Rows that ask for something else now are held back.\n`);
  }
  return store.readRequest(importPlan(store, plan))!;
}

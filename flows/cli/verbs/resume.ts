import { withLimitsNow } from '../../engine/trust/limitsNow.ts';
import { AppError } from '../../kit/errors.ts';
import { carryOut, withRuns } from '../carryOut.ts';
import { writeLimits } from '../writeOptions.ts';
import { findRun } from '../findRun.ts';
import type { RunVerb } from '../verbs.ts';

/** `sluice resume RUN [--connection name=other]… [--allow-production NAME]… [--max-rows N] [--max-deletes N] [--json] [--quiet]` */
export const resume: RunVerb = async (given, terminal) =>
  withRuns('resume', given, terminal, async (here) => {
    const { store } = here.runs;
    store.interruptDeadRuns();
    const request = await withLimitsNow(findRun(store, given.operands[0]!));
    const short = request.run.slice(0, 8);
    const { state } = store.readRun(request.run)!;
    if (state === 'running') throw new AppError('settings', 'runStillGoing', { message: `The run ${short} is still going on.`, hint: 'Cancel it, or wait for it.' });
    if (state === 'succeeded') throw new AppError('settings', 'runHasEnded', { message: `The run ${short} has ended well; there is nothing to resume.` });
    if (request.mode === 'plan') throw new AppError('settings', 'runIsPlan', { message: `The run ${short} is a plan and has written nothing.`, hint: 'Plan again.' });
    const { allowProduction = [], ceilings = {}, needsSandboxRun = false } = writeLimits('resume', given);
    return (
      await carryOut(
        {
          ...request,
          isResumed: true,
          needsSandboxRun: request.needsSandboxRun === true || needsSandboxRun,
          allowProduction: [...(request.allowProduction ?? []), ...allowProduction],
          ceilings: { rows: ceilings.rows ?? request.ceilings?.rows, deletes: ceilings.deletes ?? request.ceilings?.deletes },
        },
        here,
        given,
        terminal,
      )
    ).code;
  });

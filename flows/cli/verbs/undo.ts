import { resolve } from 'node:path';
import { checkKept } from '../../engine/trust/checkKept.ts';
import type { RunRequest } from '../../engine/runRequest.ts';
import { AppError } from '../../kit/errors.ts';
import { carryOut, withRuns } from '../carryOut.ts';
import { writeLimits } from '../writeOptions.ts';
import { writeConflicts } from '../conflictFile.ts';
import { conflictList } from '../conflictList.ts';
import { conflictChoices } from '../conflictOptions.ts';
import { findRun } from '../findRun.ts';
import { usage } from '../parseArguments.ts';
import { planSummary } from '../planSummary.ts';
import { painter } from '../terminal.ts';
import type { RunVerb } from '../verbs.ts';
import { counted } from '../words.ts';

/** `sluice undo RUN [--dry-run [-o FILE]] [--conflicts keep|restore] [--conflict KEY=keep|restore]… [--choices FILE] [--connection name=other]… [--allow-production NAME]… [--json] [--quiet]` */
export const undo: RunVerb = async (given, terminal) =>
  withRuns('undo', given, terminal, async (here) => {
    const { runs: { store }, definitions } = here;
    const before = findRun(store, given.operands[0]!);
    const isDry = given.has('dry-run');
    const output = given.value('out');
    if (output !== undefined && !isDry) throw usage('undo', '--out writes conflicts to be chosen from, so it goes with --dry-run.');
    if (before.mode === 'plan') throw new AppError('settings', 'runIsPlan', { message: `The run ${before.run.slice(0, 8)} is a plan and has written nothing.` });
    checkKept(store, before.run);
    const conflicts = await conflictChoices(given, terminal.cwd, store, before.run);
    const { document, folder, path, parameters } = before;
    const request: RunRequest = { run: crypto.randomUUID(), document, folder, ...(path === undefined ? {} : { path }), parameters, undoes: before.run, conflicts, ...(isDry ? { mode: 'plan' } : {}), ...writeLimits('undo', given) };
    const { finished, code } = await carryOut(request, here, isDry ? { ...given, has: (name) => name === 'quiet' || (name === 'json' && given.has(name)) } : given, terminal);
    const listed = finished.state === 'succeeded' && output !== undefined ? await writeConflicts(store, request.run, before.run, resolve(terminal.cwd, output)) : 0;
    if (finished.state !== 'succeeded' || given.has('json') || given.has('quiet')) return code;
    if (isDry) terminal.out(planSummary(store, request.run, document, finished, definitions, painter(terminal), `Undo of ${before.run.slice(0, 8)}`));
    const list = conflictList(store, request.run, isDry);
    const again = `sluice undo ${before.run.slice(0, 8)}`;
    if (list !== '') terminal.out(`\n${list}`);
    if (output !== undefined) terminal.out(`\n${output} lists ${counted(listed, 'record')} to choose for: write keep or restore under "Choice", then "${again} --choices ${output}".\n`);
    if (isDry) terminal.out(`\n"${again}" does this${list === '' ? '' : '; with "--conflicts restore" it brings back those too that somebody else changed'}.\n`);
    else if (list !== '') terminal.out(`\n"${again} --conflicts restore" brings them back all the same, where that can be done; "--conflict KEY=restore" one of them.\n`);
    terminal.out('Not taken back: what triggers, flows and rules of the org did meanwhile, e-mails they sent, files, and records deleted for good.\n');
    return isDry && finished.state === 'succeeded' ? 0 : code;
  });

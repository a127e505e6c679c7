import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { whoRan } from '../../audit/whoRan.ts';
import { dataFolder } from '../../connections/dataFolder.ts';
import { exitCodes } from '../../kit/errors.ts';
import { proofOf } from '../../engine/trust/proof.ts';
import { proofHtml, proofMarkdown } from '../../engine/trust/proofText.ts';
import { recount } from '../../engine/trust/recount.ts';
import { loadRuntime } from '../../nodes/runtimes.ts';
import { withRuns } from '../carryOut.ts';
import { findRun } from '../findRun.ts';
import { usage } from '../parseArguments.ts';
import type { RunVerb } from '../verbs.ts';

/** `sluice proof RUN [--format md|html|json] [-o FILE] [--no-org] [--connection name=other]…` */
export const proof: RunVerb = async (given, terminal) => {
  const format = given.value('format') ?? 'md';
  if (format !== 'md' && format !== 'html' && format !== 'json') throw usage('proof', `--format is md, html or json; it is "${format}".`);
  return withRuns('proof', given, terminal, async ({ runs: { store }, connections, definitions }) => {
    const { run } = findRun(store, given.operands[0]!);
    const interrupted = new AbortController();
    const forget = terminal.onInterrupt(() => interrupted.abort());
    const asksOrg = !given.has('no-org') && Object.keys(store.countLedger(run)).length > 0 && store.readRun(run)!.mode === 'write';
    const recounts = asksOrg
      ? await recount(run, { definitions, loadRuntime, resolveConnection: connections.resolve, openSealer: connections.openSealer, store, signal: interrupted.signal }).finally(forget)
      : {};
    forget();
    const made = proofOf(store, store.readRun(run)!, definitions, recounts, await whoRan(dataFolder(terminal.env), run));
    const text = format === 'json' ? `${JSON.stringify(made, undefined, 2)}\n` : format === 'html' ? proofHtml(made) : proofMarkdown(made);
    const output = given.value('out');
    if (output === undefined) terminal.out(text);
    else await writeFile(resolve(terminal.cwd, output), text);
    return made.isWhole ? 0 : exitCodes.row;
  });
};

import type { AuditEntry, AuditAction } from '../../audit/auditEntry.ts';
import { readAudit } from '../../audit/readAudit.ts';
import { verifyAudit, type AuditState } from '../../audit/verifyAudit.ts';
import { dataFolder } from '../../connections/dataFolder.ts';
import { exitCodes } from '../../kit/errors.ts';
import { usage, type Arguments } from '../parseArguments.ts';
import { painter, type Terminal } from '../terminal.ts';
import type { RunVerb } from '../verbs.ts';
import { counted, grouped } from '../words.ts';

const usualLines = 50;

/** `sluice audit [list|verify] [--run RUN] [--last N] [--expect HASH] [--json]` */
export const audit: RunVerb = (given, terminal) => {
  const [word = 'list'] = given.operands;
  if (word === 'list') return list(given, terminal);
  if (word === 'verify') return verify(given, terminal);
  throw usage('audit', `"sluice audit" does not know what to do with "${word}". It knows: list, verify.`);
};

async function list(given: Arguments, terminal: Terminal): Promise<number> {
  const last = Number(given.value('last') ?? usualLines);
  if (!Number.isInteger(last) || last < 1) throw usage('audit', `--last ${given.value('last')}: that is no number of lines.`);
  const run = given.value('run');
  const entries: AuditEntry[] = [];
  let isReadable = true;
  for await (const entry of readAudit(dataFolder(terminal.env))) {
    isReadable &&= entry !== undefined;
    if (!entry || (run !== undefined && !isAbout(entry, run))) continue;
    entries.push(entry);
    if (entries.length > last) entries.shift();
  }
  if (given.has('json')) for (const entry of entries) terminal.out(`${JSON.stringify(entry)}\n`);
  else if (entries.length === 0) terminal.out(run === undefined ? 'Nothing was done yet.\n' : `The audit log has nothing of a run "${run}".\n`);
  else terminal.out(entries.map((entry) => `${line(entry)}\n`).join(''));
  if (!isReadable) terminal.err('Some lines of the log are none of Sluice\'s. "sluice audit verify" names them.\n');
  return 0;
}

function isAbout(entry: AuditEntry, run: string): boolean {
  return entry.run?.startsWith(run) === true || entry.parent?.startsWith(run) === true;
}

const did: Readonly<Record<AuditAction, string>> = {
  runStarted: 'started',
  runResumed: 'resumed',
  runRetried: 'retried rejected rows of',
  runEnded: 'ended',
  planned: 'planned',
  applied: 'applied',
  undone: 'undid',
  connectionUsed: 'used connection',
  connectionSaved: 'saved connection',
  connectionRemoved: 'removed connection',
};

/** `2026-01-02 03:04:05  ada@laptop  ended "Leads"  run 1f2e3d4c  succeeded; 7 read, 5 written` */
function line({ at, who, action, flow, title, connection, run, parent, state, changed }: AuditEntry): string {
  const name = flow?.name ?? title;
  const what = connection ? `"${connection.name}"` : name === undefined ? '' : `"${name}"`;
  const org = connection ? [connection.address, connection.user, connection.environment].filter((part) => part !== undefined).join(', ') : undefined;
  const counts = Object.entries(changed ?? {}).filter(([, count]) => count > 0).map(([word, count]) => `${grouped(count)} ${word}`);
  const parts = [
    `${at.slice(0, 10)} ${at.slice(11, 19)}`,
    `${who.user}@${who.host}`,
    `${did[action]}${what === '' ? '' : ` ${what}`}`,
    org,
    run === undefined ? undefined : `run ${run.slice(0, 8)}`,
    parent === undefined ? undefined : `of run ${parent.slice(0, 8)}`,
    flow?.hash === undefined ? undefined : `flow ${flow.hash.slice(0, 8)}`,
    [state, counts.join(', ')].filter((part) => part).join('; ') || undefined,
  ];
  return parts.filter((part) => part !== undefined).join('  ');
}

async function verify(given: Arguments, terminal: Terminal): Promise<number> {
  const folder = dataFolder(terminal.env);
  const state = await verifyAudit(folder);
  const expected = given.value('expect');
  const missing = expected !== undefined && !(await holds(folder, expected));
  const isWhole = state.faults.length === 0 && !missing;
  if (given.has('json')) terminal.out(`${JSON.stringify({ ...state, ...(expected === undefined ? {} : { expected: !missing }), isWhole })}\n`);
  else report(state, missing ? expected : undefined, isWhole, terminal);
  return isWhole ? 0 : exitCodes.row;
}

function report({ file, lines, last, faults }: AuditState, missing: string | undefined, isWhole: boolean, terminal: Terminal): void {
  const paint = painter(terminal);
  for (const { message } of faults) terminal.err(`${paint('red', message)}\n`);
  if (missing !== undefined) terminal.err(`${paint('red', `No line has the hash ${missing}: this is not the log it was noted from, or the line is gone.`)}\n`);
  if (lines === 0 && isWhole) terminal.out(`${file}: nothing was written yet.\n`);
  else if (isWhole) terminal.out(`${file}: ${counted(lines, 'line')}, each as it was written. The last is ${last!.n}, ${last!.hash}.\n`);
  else terminal.out(`${file}: ${counted(lines, 'line')}, ${counted(faults.length + (missing === undefined ? 0 : 1), 'fault')}.\n`);
}

async function holds(folder: string, hash: string): Promise<boolean> {
  for await (const entry of readAudit(folder)) if (entry?.hash === hash) return true;
  return false;
}

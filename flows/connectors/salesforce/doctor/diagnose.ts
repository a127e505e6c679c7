import type { Connection } from '../../../kit/connection.ts';
import { asAppError, type AppError } from '../../../kit/errors.ts';
import { defaultApiVersion, openOrg } from '../salesforceOrg.ts';
import type { Diagnosis, Finding } from './diagnosis.ts';
import { orgFacts } from './orgFacts.ts';
import { reachOrg } from './reachOrg.ts';
import { setupPage } from './setupPage.ts';

interface DiagnoseOptions {
  /** The connection's settings as they are kept. */
  readonly settings: Readonly<Record<string, string>>;
  /** The connection with a session; rejects where none can be had. */
  readonly resolve: () => Promise<Connection>;
  readonly signal: AbortSignal;
}

const clockMs = 5 * 60_000;
/** Below this share of the day's calls the doctor warns. */
const lowShare = 0.2;

/**
 * Looks for what keeps a connection from working, from the network up: address, clock, versions, session, rights, limits. Ends at the
 * first thing that blocks and names it. Rejects only when it is cancelled or meets a fault of ours.
 */
export async function diagnose({ settings, resolve, signal }: DiagnoseOptions): Promise<Diagnosis> {
  const findings: Finding[] = [];
  const address = settings['instanceUrl'] ?? settings['loginUrl'];
  const blocked = (thrown: unknown, orgUrl: string | undefined): Diagnosis => {
    const error = asAppError(thrown);
    if (error.kind === 'cancelled' || error.kind === 'bug') throw error;
    return { findings: [...findings, findingOf(error, orgUrl)] };
  };

  const before = address === undefined ? undefined : await reachOrg(address, signal);
  if (before && 'code' in before) return { findings: [before] };
  if (before && Math.abs(before.clockAheadMs) > clockMs) findings.push(clockFinding(before.clockAheadMs));

  let connection: Connection;
  try {
    connection = await resolve();
  } catch (error) {
    return blocked(error, address);
  }
  const instanceUrl = connection.settings['instanceUrl'];
  // What was asked before may have been the login server.
  const reached = before && instanceUrl === address ? before : instanceUrl === undefined ? undefined : await reachOrg(instanceUrl, signal);
  if (reached && 'code' in reached) return { findings: [...findings, reached] };
  if (reached) findings.push({ code: 'reached', severity: 'good', message: `${instanceUrl} answers in ${reached.latencyMs} ms.` });

  const chosen = chooseVersion(connection.settings['apiVersion'], reached?.versions ?? []);
  if (chosen.finding) findings.push(chosen.finding);
  try {
    const versioned = { ...connection, settings: { ...connection.settings, apiVersion: chosen.version } };
    const facts = await orgFacts(openOrg(versioned), signal);
    const { user, org, orgId, environment, edition, endsAt, dailyCalls } = facts;
    findings.push({ code: 'signedIn', severity: 'good', message: `Signed in as ${user} to ${org}, ${edition}, API ${chosen.version}.` });
    if (endsAt) findings.push({ code: 'orgEnds', severity: 'warning', message: `This org ends on ${endsAt.slice(0, 10)}.` });
    if (dailyCalls) findings.push(callsFinding(dailyCalls, instanceUrl));
    const measured = { ...(reached ? { latencyMs: reached.latencyMs } : {}), ...(dailyCalls ? { dailyCalls } : {}) };
    return { findings, user, org, orgId, environment, apiVersion: chosen.version, ...measured };
  } catch (error) {
    return blocked(error, instanceUrl);
  }
}

/** The connection's own version where the org has it, else the newest that both know. */
function chooseVersion(pinned: string | undefined, versions: readonly string[]): { version: string; finding?: Finding } {
  const newest = versions.findLast((one) => Number(one) <= Number(defaultApiVersion)) ?? defaultApiVersion;
  if (pinned === undefined || versions.length === 0 || versions.includes(pinned)) return { version: pinned ?? newest };
  const message = `The org does not know API ${pinned}, which this connection asks for; it knows ${versions[0]} to ${versions.at(-1)}.`;
  return { version: newest, finding: { code: 'apiVersion', severity: 'warning', message, hint: `Sluice uses ${newest}.` } };
}

function clockFinding(aheadMs: number): Finding {
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  const message = `The clock of this machine is ${minutes} minutes ${aheadMs > 0 ? 'ahead of' : 'behind'} the org's.`;
  return { code: 'clockOff', severity: 'warning', message, hint: 'Set the clock: sign-ins with a key are refused, and times in flows are wrong.' };
}

function callsFinding({ left, most }: { readonly left: number; readonly most: number }, orgUrl: string | undefined): Finding {
  const numbers = new Intl.NumberFormat('en-US');
  const message = `${numbers.format(left)} of ${numbers.format(most)} API calls are left today.`;
  if (left >= most * lowShare) return { code: 'dailyCalls', severity: 'good', message };
  return withPage({ code: 'dailyCallsLow', severity: 'warning', message, hint: 'A big flow may not get through; Bulk API jobs take few calls.' }, orgUrl);
}

function findingOf({ code, message, hint }: AppError, orgUrl: string | undefined): Finding {
  return withPage({ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }, orgUrl);
}

function withPage(finding: Finding, orgUrl: string | undefined): Finding {
  const page = setupPage(finding.code, orgUrl);
  return page ? { ...finding, page } : finding;
}

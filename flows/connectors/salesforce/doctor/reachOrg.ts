import type { Finding } from './diagnosis.ts';

/** What an org tells anybody who asks, and what can be measured on the way. */
interface Reached {
  readonly latencyMs: number;
  /** How far the clock of this machine is ahead of the org's. */
  readonly clockAheadMs: number;
  /** `65.0`, ascending. */
  readonly versions: readonly string[];
}

const patienceMs = 15_000;
const versionText = /^[1-9]\d\.0$/;

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  SELF_SIGNED_CERT_IN_CHAIN: 'something in between shows a certificate of its own',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'something in between shows a certificate of its own',
};

/** Asks the list of versions, which needs no session (REST API, "Versions"). Gives the finding where there is no org at the address. */
export async function reachOrg(url: string, signal: AbortSignal): Promise<Reached | Finding> {
  const startedAt = performance.now();
  let answer: Response;
  let body: unknown;
  try {
    answer = await fetch(new URL('/services/data', url), { redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) });
    body = await answer.json().catch(() => undefined);
  } catch (error) {
    signal.throwIfAborted();
    const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? '';
    const reason = reasons[code] ?? ((error as Error).name === 'TimeoutError' ? 'no answer within 15 seconds' : code || 'the request could not be sent');
    return { code: 'orgUnreachable', severity: 'error', message: `${url} cannot be reached: ${reason}.`, hint: 'Look at the address, the network and the proxy.' };
  }
  const latencyMs = Math.round(performance.now() - startedAt);
  const listed = Array.isArray(body) ? (body as readonly { version?: unknown }[]) : [];
  const versions = listed.map(({ version }) => String(version)).filter((one) => versionText.test(one));
  if (!answer.ok || versions.length === 0) {
    const message = `At ${url} there is no org that answers to programs (status ${answer.status}).`;
    return { code: 'wrongOrgUrl', severity: 'error', message, hint: 'Use the address that ends in .my.salesforce.com: Setup shows it under My Domain.' };
  }
  const orgMs = Date.parse(answer.headers.get('date') ?? '');
  return { latencyMs, clockAheadMs: Number.isNaN(orgMs) ? 0 : Date.now() - latencyMs / 2 - orgMs, versions: versions.sort((a, b) => Number(a) - Number(b)) };
}

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../../kit/connection.ts';
import { AppError } from '../../kit/errors.ts';
import { bodyText } from './http/orgHttp.ts';
import type { ObjectDescribe } from './objectDescribe.ts';
import type { OrgCounters, SalesforceOrg } from './salesforceOrg.ts';

interface DescribeCache {
  get(object: string, counters: OrgCounters, signal: AbortSignal, maxAgeMs?: number): Promise<ObjectDescribe>;
  /** Resolves when nothing is being renewed in the background. */
  settled(): Promise<unknown>;
}

/** A describe as it lies on disk. */
interface KeptDescribe {
  /** When the org gave or confirmed it, in milliseconds since the epoch. */
  readonly asOf: number;
  /** What the org calls that moment (HTTP date): its clock is the one that counts. */
  readonly modified: string;
  readonly describe: ObjectDescribe;
}

/**
 * Describes by object: in memory for a run, and in the connection's folder from run to run. A kept one is used only after the org has said
 * that it has not changed since (`If-Modified-Since`, REST API, "Conditional Requests"), or at once where the caller allows an age.
 */
export function describeCache(connection: Connection, apiVersion: string, download: SalesforceOrg['download']): DescribeCache {
  const folder = connection.folder === undefined ? undefined : join(connection.folder, new URL(connection.settings['instanceUrl']!).host.replace(':', '-'), `v${apiVersion}`);
  const asked = new Map<string, Promise<ObjectDescribe>>();
  const renewals: Promise<unknown>[] = [];

  async function ask(object: string, kept: KeptDescribe | undefined, counters: OrgCounters, signal: AbortSignal): Promise<ObjectDescribe> {
    const call = { path: `/sobjects/${encodeURIComponent(object)}/describe`, ...(kept ? { headers: { 'if-modified-since': kept.modified } } : {}) };
    const answer = await download(call, counters, signal).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'orgNotFound') throw error;
      throw new AppError('settings', 'objectUnknown', {
        message: `The org behind "${connection.name}" has no object "${object}", or this user may not see it.`,
        hint: 'Look at its API name in Setup, Object Manager (custom objects end with __c), or ask for the right to read it.',
      });
    });
    const text = await bodyText(answer.body);
    const isUnchanged = kept !== undefined && text === '';
    const describe = isUnchanged ? kept.describe : (JSON.parse(text) as ObjectDescribe);
    const modified = answer.headers['last-modified'] ?? answer.headers['date'] ?? new Date().toUTCString();
    if (folder !== undefined) await keep(folder, object, { asOf: Date.now(), modified: isUnchanged ? kept.modified : modified, describe });
    return describe;
  }

  return {
    settled: () => Promise.allSettled(renewals),
    get(object, counters, signal, maxAgeMs = 0) {
      const name = object.toLowerCase();
      const known = asked.get(name);
      if (known) return known;
      const answer = (async () => {
        const kept = folder === undefined ? undefined : await readKept(folder, name);
        const fresh = ask(object, kept, counters, signal);
        if (!kept || Date.now() - kept.asOf > maxAgeMs) return fresh;
        renewals.push(fresh);
        return kept.describe;
      })();
      answer.catch(() => asked.delete(name));
      asked.set(name, answer);
      return answer;
    },
  };
}

/** Names of objects are ASCII, but what a person typed may not be: it must not become a path. */
function fileOf(folder: string, object: string): string {
  const name = object.toLowerCase();
  return join(folder, `${/^\w{1,100}$/.test(name) ? name : createHash('sha256').update(name).digest('hex')}.json`);
}

async function readKept(folder: string, object: string): Promise<KeptDescribe | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(folder, object), 'utf8')) as KeptDescribe;
  } catch {
    // Absent, or cut by a full disk: the org is asked.
    return undefined;
  }
}

/** A describe that cannot be kept is asked for again the next time. */
async function keep(folder: string, object: string, kept: KeptDescribe): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = fileOf(folder, object);
    const draft = `${file}.${process.pid}.draft`;
    await writeFile(draft, JSON.stringify(kept), { mode: 0o600 });
    await rename(draft, file);
  } catch {
    return;
  }
}

import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Secret, type Connection } from '../kit/connection.ts';
import { writeFileAtomic } from './writeFileAtomic.ts';

/** What the connection needs of the demo org; demoOrg/startOrg gives it. */
export interface RunningOrg {
  readonly url: string;
  readonly username: string;
  /** A session of the demo administrator that is good now; asking prolongs it or makes a new one. */
  readonly accessToken: string;
  close(): Promise<void>;
}
export type StartOrg = (options: { readonly port?: number; readonly data: string }) => Promise<RunningOrg>;

/** How other processes find the org that runs. The token opens nothing but demo data on this machine; the file is 0600 all the same. */
const recordShape = z.strictObject({ url: z.url(), pid: z.int(), username: z.string(), accessToken: z.string() });
type OrgRecord = z.output<typeof recordShape>;

/** The org ends a session that nobody used for two hours; whoever finds the record needs one that is good. */
const renewMs = 30 * 60 * 1_000;

interface DemoConnection {
  /** The connection to the org that runs already, else to one started here over `<folder>/demoOrg.sqlite`. */
  resolve(): Promise<Connection>;
  /** The address of the org, where one runs. */
  url(): Promise<string | undefined>;
  /** Ends the org if it was started here. */
  close(): Promise<void>;
}

export const demoName = 'demo';

export function demoConnection(folder: string, startOrg: StartOrg): DemoConnection {
  const file = join(folder, 'demoOrg.json');
  let started: Promise<RunningOrg> | undefined;
  let renewal: NodeJS.Timeout | undefined;

  function record({ url, username, accessToken }: Pick<RunningOrg, 'url' | 'username' | 'accessToken'>, pid = process.pid): Promise<void> {
    const found: OrgRecord = { url, pid, username, accessToken };
    return writeFileAtomic(file, `${JSON.stringify(found)}\n`, 0o600);
  }

  async function start(): Promise<RunningOrg> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const org = await startOrg({ data: join(folder, 'demoOrg.sqlite') });
    await record(org);
    // A record that cannot be written now is written the next time.
    renewal = setInterval(() => void record(org).catch(() => {}), renewMs).unref();
    return org;
  }

  /** Two nodes that ask at once must not start two orgs; one that did not start may be tried again. */
  function startOnce(): Promise<RunningOrg> {
    started ??= start().catch((error: unknown) => {
      started = undefined;
      throw error;
    });
    return started;
  }

  async function running(): Promise<OrgRecord | RunningOrg | undefined> {
    if (started) return started;
    const found = await readRecord(file);
    if (!found) return undefined;
    const state = await look(found);
    if (state !== 'signedOut') return state === 'good' ? found : undefined;
    const again = await signIn(found);
    if (again) await record(again, found.pid);
    return again;
  }

  return {
    async resolve() {
      const { url, username, accessToken } = (await running()) ?? (await startOnce());
      return {
        name: demoName,
        system: 'salesforce',
        environment: 'demo',
        settings: { instanceUrl: url, username },
        secrets: { accessToken: new Secret(accessToken) },
      };
    },
    url: async () => (await running())?.url,
    async close() {
      const org = await started?.catch(() => undefined);
      started = undefined;
      if (!org) return;
      clearInterval(renewal);
      if ((await readRecord(file))?.url === org.url) await rm(file, { force: true });
      await org.close();
    },
  };
}

async function readRecord(file: string): Promise<OrgRecord | undefined> {
  try {
    return recordShape.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Absent, or left by another version: an org is started and the file written anew.
    return undefined;
  }
}

/** Whether the recorded org is still there: the process may have ended, and another may have its port; or its session has ended. */
async function look({ url, accessToken }: OrgRecord): Promise<'good' | 'signedOut' | 'gone'> {
  try {
    // An address that the faults one may plan for the org's APIs leave alone: an org that is made to fail still runs.
    const answer = await fetch(new URL('/demo/session', url), {
      headers: { authorization: `Bearer ${accessToken}` },
      signal: AbortSignal.timeout(2_000),
      redirect: 'error',
    });
    const text = await answer.text();
    return answer.ok ? 'good' : answer.status === 403 && text === 'Bad_OAuth_Token' ? 'signedOut' : 'gone';
  } catch {
    return 'gone';
  }
}

/** What every demo org lets in, by the OAuth 2.0 password grant (RFC 6749 §4.3). It opens nothing but demo data, so it is no secret. */
const demoSignIn = { grant_type: 'password', client_id: 'sluice', password: 'sluice-demo-1' };

/** The record with a new session, from an org that runs in another process. */
async function signIn(found: OrgRecord): Promise<OrgRecord | undefined> {
  try {
    const body = new URLSearchParams({ ...demoSignIn, username: found.username });
    const answer = await fetch(new URL('/services/oauth2/token', found.url), { method: 'POST', body, signal: AbortSignal.timeout(2_000), redirect: 'error' });
    const { access_token: accessToken } = (await answer.json()) as { access_token?: string };
    return answer.ok && accessToken ? { ...found, accessToken } : undefined;
  } catch {
    return undefined;
  }
}

import jsforce, { type Connection } from 'jsforce';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Org, startOrg } from '../../demoOrg/startOrg.ts';

export const apiVersion = '62.0';

/** An org of its own for one test file, in memory, and jsforce as it comes from npm signed in to it. */
export interface OrgFixture {
  readonly org: Org;
  readonly connection: Connection;
  /** The answer of a plain request with the administrator's session. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Makes something go wrong. */
  fault(fault: Record<string, unknown>): Promise<void>;
}

export function orgForThisFile(): OrgFixture {
  let org: Org;
  let connection: Connection;
  beforeAll(async () => {
    org = await startOrg({ data: ':memory:' });
    connection = connect(org);
  });
  // A test may end every session; the next one signs in again.
  beforeEach(() => {
    connection = connect(org);
  });
  afterAll(() => org.close());
  return {
    get org() {
      return org;
    },
    get connection() {
      return connection;
    },
    fetch: (path, init) => fetch(org.url + path, { ...init, headers: { authorization: `Bearer ${org.accessToken}`, ...(init?.headers as Readonly<Record<string, string>> | undefined) } }),
    async fault(fault) {
      const response = await fetch(`${org.url}/demo/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) });
      if (!response.ok) throw new Error(await response.text());
    },
  };
}

export function connect(org: Org): Connection {
  return new jsforce.Connection({ instanceUrl: org.url, accessToken: org.accessToken, version: apiVersion });
}

/** What a call was refused with. */
export async function refusalOf(call: PromiseLike<unknown>): Promise<{ errorCode: string; message: string; data: unknown }> {
  try {
    await call;
  } catch (error) {
    const { name, message, data } = error as Error & { data?: unknown };
    return { errorCode: name, message, data };
  }
  throw new Error('The call was not refused.');
}

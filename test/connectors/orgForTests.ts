import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startOrg, type Org, type OrgOptions } from '../../demoOrg/startOrg.ts';
import { Secret, type Connection } from '../../flows/kit/connection.ts';
import { openGate } from '../../flows/connectors/salesforce/orgGate.ts';
import { openOrg, type OrgCounters, type SalesforceOrg } from '../../flows/connectors/salesforce/salesforceOrg.ts';

/** A demo org for one test file, and the connector at it. */
export interface OrgForTests {
  readonly demo: Org;
  readonly org: SalesforceOrg;
  readonly connection: Connection;
  readonly counters: OrgCounters & { apiCalls: number; retries: number; sessions: number };
  readonly signal: AbortSignal;
  /** Makes something go wrong. */
  fault(fault: Readonly<Record<string, unknown>>): Promise<void>;
  /** How many records a query finds. */
  count(soql: string): Promise<number>;
}

/** @param options how the org is started beyond being in memory */
export function orgForTests(options: Partial<OrgOptions> = {}): OrgForTests {
  let demo: Org;
  let org: SalesforceOrg;
  const counters = {
    apiCalls: 0,
    retries: 0,
    sessions: 0,
    count(counter: 'apiCalls' | 'retries', by: number) {
      this[counter] += by;
    },
  };
  const connected = (): Connection => ({
    name: 'demo',
    system: 'salesforce',
    environment: 'demo',
    settings: { instanceUrl: demo.url },
    secrets: { accessToken: new Secret(demo.accessToken) },
    renew: async () => {
      counters.sessions++;
      return connected();
    },
  });
  const { signal } = new AbortController();
  const admin = async (method: string, path: string, body?: unknown): Promise<void> => {
    const answer = await fetch(demo.url + path, { method, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(await answer.text());
  };
  beforeAll(async () => {
    demo = await startOrg({ data: ':memory:', ...options });
  });
  beforeEach(async () => {
    await admin('DELETE', '/demo/faults');
    Object.assign(counters, { apiCalls: 0, retries: 0, sessions: 0 });
    org = openOrg(connected(), openGate({ firstRetryMs: 5 }));
    return () => org.close();
  });
  afterAll(() => demo.close());
  return {
    get demo() {
      return demo;
    },
    get org() {
      return org;
    },
    get connection() {
      return connected();
    },
    counters,
    signal,
    fault: (fault) => admin('POST', '/demo/faults', fault),
    count: async (soql) => (await org.request<{ totalSize: number }>({ method: 'GET', path: `/query?q=${encodeURIComponent(soql)}`, idempotent: true }, counters, signal)).totalSize,
  };
}

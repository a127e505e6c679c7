import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import { orgProcess } from './orgProcess.ts';
import type { FinishedEvent, RunEvent } from '../../flows/engine/events.ts';
import { runFlow, type RunDependencies } from '../../flows/engine/runFlow.ts';
import type { RunRequest } from '../../flows/engine/runRequest.ts';
import { openRunStore, type RunStore } from '../../flows/engine/runStore.ts';
import { Secret, type Connection } from '../../flows/kit/connection.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { loadRuntime } from '../../flows/nodes/runtimes.ts';

type OrgRecord = Record<string, unknown>;
/** A row of the file that a run reads. */
type Row = Readonly<Record<string, string | number | null>>;

/** What tests need of an org, wherever it runs. */
export type TestOrg = Pick<Org, 'url' | 'username' | 'accessToken' | 'close'>;

/** A demo org, a folder and a run store of one test. */
export interface TrustFixture {
  readonly org: TestOrg;
  readonly folder: string;
  readonly store: RunStore;
  /** Runs rows through one Salesforce write. A run of the same id goes on with it. */
  run(settings: Readonly<Record<string, unknown>>, rows: readonly Row[], request?: Partial<RunRequest>, deps?: Partial<RunDependencies>): Promise<Ran>;
  /** All records, those in the recycle bin too. */
  query(soql: string): Promise<OrgRecord[]>;
  /** A call as somebody else makes it. */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  fault(fault: Record<string, unknown>): Promise<void>;
  /** What a run planned or sent, in its order. */
  changes(run: string): { node: string; action: string; key: string }[];
}

export interface Ran {
  readonly run: string;
  readonly finished: FinishedEvent;
  readonly events: readonly RunEvent[];
  /** What left by the rejected port: code → keys. */
  readonly rejected: readonly { readonly code: string; readonly message: string; readonly row: readonly unknown[] }[];
}

/** @param isOrgApart gives the org a process of its own, so that many rows do not wait for each other: the engine is in this one */
export async function trustFixture(file = ':memory:', isOrgApart = false): Promise<TrustFixture> {
  const org: TestOrg = isOrgApart ? await orgProcess() : await startOrg({ data: ':memory:', bulk: { hardDelete: true, latencyMs: 1 } });
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  const store = openRunStore(file);
  onTestFinished(async () => {
    store.close();
    rmSync(folder, { recursive: true });
    await org.close();
  });
  let runs = 0;
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${org.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    org,
    folder,
    store,
    async run(settings, rows, request = {}, deps = {}) {
      const run = request.run ?? `r${++runs}`;
      writeFileSync(join(folder, 'rows.csv'), csvOf(rows));
      const events: RunEvent[] = [];
      const finished = await runFlow(
        { run, document: writeDocument(settings), folder, parameters: {}, ...request },
        { definitions, loadRuntime, resolveConnection: async () => connectionTo(org), store, signal: new AbortController().signal, onEvent: (event) => events.push(event), ...deps },
      );
      const page = store.readSample(run, 'write.rejected', 0, 1000);
      const at = (name: string): number => page.schema.findIndex((column) => column.name === name);
      const rejected = page.rows.map((row) => ({ code: String(row[at('Error Code')]), message: String(row[at('Error Message')]), row }));
      return { run, finished, events, rejected };
    },
    async query(soql) {
      const records: OrgRecord[] = [];
      for (let path: string | undefined = `/services/data/v60.0/queryAll?q=${encodeURIComponent(soql)}`; path !== undefined; ) {
        const page = (await call('GET', path)) as { records: OrgRecord[]; nextRecordsUrl?: string };
        records.push(...page.records);
        path = page.nextRecordsUrl;
      }
      return records.map(({ attributes: _attributes, ...record }) => record);
    },
    call,
    fault: async (fault) => void (await call('POST', '/demo/faults', fault)),
    changes: (run) => store.readChanges(run, { offset: 0, limit: 10_000 }).rows.map(({ node, entry: { action, key } }) => ({ node, action, key })),
  };
}

export function connectionTo({ url, username, accessToken }: TestOrg): Connection {
  return { name: 'demo', system: 'salesforce', environment: 'demo', settings: { instanceUrl: url, username }, secrets: { accessToken: new Secret(accessToken) } };
}

/** rows.csv → one Salesforce write. */
export function writeDocument(settings: Readonly<Record<string, unknown>>): FlowDocument {
  return {
    sluice: 1,
    name: 'Load',
    parameters: {},
    layout: {},
    nodes: {
      read: { type: 'csvRead', version: definitions['csvRead']!.version, settings: { file: 'rows.csv' } },
      write: { type: 'salesforceWrite', version: definitions['salesforceWrite']!.version, settings: { connection: 'demo', ...settings } },
    },
    edges: [{ from: 'read.out', to: 'write.in' }],
  };
}

function csvOf(rows: readonly Row[]): string {
  const names = Object.keys(rows[0]!);
  const cell = (value: string | number | null | undefined): string => (value === null || value === undefined ? '' : /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
  return `${[names, ...rows.map((row) => names.map((name) => row[name]))].map((cells) => cells.map(cell).join(',')).join('\n')}\n`;
}

import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import type { FinishedEvent, NodeProgress } from '../../flows/engine/events.ts';
import { runFlow } from '../../flows/engine/runFlow.ts';
import { openRunStore } from '../../flows/engine/runStore.ts';
import { Secret, type Connection } from '../../flows/kit/connection.ts';
import { readFlow } from '../../flows/model/readFlow.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { loadRuntime } from '../../flows/nodes/runtimes.ts';

/** What a template does on a new demo org: counts of its first run, by node, and the rows in the files it writes. */
interface Expected {
  readonly nodes: Readonly<Record<string, Partial<NodeProgress>>>;
  readonly files: Readonly<Record<string, number>>;
  /** The objects it writes, and how many records of each there are more after the first run. The second run adds none. */
  readonly added: Readonly<Record<string, number>>;
}

const templates: Readonly<Record<string, Expected>> = {
  accountsAndContacts: {
    nodes: { upsertAccounts: { written: 23, rejected: 1 }, hasAccount: { out: 71, rejected: 4 }, upsertContacts: { written: 70, rejected: 1 } },
    files: { 'refusedAccounts.csv': 1, 'contactsWithoutAccount.csv': 4, 'refusedContacts.csv': 1 },
    added: { Account: 23, Contact: 70 },
  },
  cleanLeads: {
    nodes: { readLeads: { out: 1186, rejected: 4 }, validEmail: { out: 1148, dropped: 38 }, matchContacts: { dropped: 26 }, upsertLeads: { written: 1114, rejected: 8 } },
    files: { 'rejectedByFile.csv': 4, 'rejectedByOrg.csv': 8 },
    added: { Lead: 1083 },
  },
  cleanUpCases: {
    nodes: { old: { out: 95, dropped: 97 }, notKept: { out: 93 }, updateCases: { written: 44 } },
    files: { 'oldAndUrgent.csv': 49, 'refused.csv': 0 },
    added: { Case: 0 },
  },
  dedupeContacts: {
    nodes: { readPeople: { out: 83 }, once: { out: 66, dropped: 17 } },
    files: { 'knownAlready.csv': 6, 'refused.csv': 0 },
    added: { Contact: 60 },
  },
  exportContacts: { nodes: { reachable: { in: 340 } }, files: {}, added: { Contact: 0 } },
  loadProducts: {
    nodes: { upsertProducts: { written: 7, unchanged: 3 }, findBook: { out: 18, rejected: 1 }, insertPrices: { written: 12 }, updatePrices: { written: 2 }, same: { written: 4 } },
    files: { 'pricesWithoutBook.csv': 1, 'refusedNewPrices.csv': 0, 'refusedChanges.csv': 0, 'leftAsTheyAre.csv': 4 },
    added: { Product2: 6, PricebookEntry: 12 },
  },
  massFieldUpdate: {
    nodes: { findLevel: { out: 187, rejected: 10 }, updateContacts: { written: 186, rejected: 1 } },
    files: { 'titlesWithoutLevel.csv': 10, 'refused.csv': 1 },
    added: { Contact: 0 },
  },
  opportunityReport: { nodes: { opportunities: { out: 208 }, perOwner: { out: 5 } }, files: { 'report.csv': 5 }, added: { Opportunity: 0 } },
};

const source = join(import.meta.dirname, '../../flows/templates');

it('every template is here', () => {
  const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(Object.keys(templates).sort()).toEqual(folders.map(({ name }) => name).sort());
});

describe.each(Object.entries(templates))('the template %s, on a new demo org', (name, expected) => {
  it('does what it says, and nothing twice when it runs again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(join(source, name), folder, { recursive: true });
    const org = await startOrg({ data: ':memory:' });
    onTestFinished(() => org.close());
    const objects = Object.keys(expected.added);
    const before = await countRecords(org, objects);

    const first = await run(org, folder);
    expect(first).toMatchObject({ state: 'succeeded', unhandled: 0, nodes: expected.nodes });
    const rows = Object.fromEntries(Object.keys(expected.files).map((file) => [file, readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').length - 1]));
    expect(rows).toEqual(expected.files);
    const after = await countRecords(org, objects);
    expect(Object.fromEntries(objects.map((object) => [object, after[object]! - before[object]!]))).toEqual(expected.added);

    const second = await run(org, folder);
    expect(second).toMatchObject({ state: 'succeeded', unhandled: 0 });
    expect(await countRecords(org, objects)).toEqual(after);
  });
});

async function run(org: Org, folder: string): Promise<FinishedEvent> {
  const document = readFlow(readFileSync(join(folder, 'flow.json'), 'utf8'), definitions, 'flow.json');
  const connection: Connection = {
    name: 'demo',
    system: 'salesforce',
    environment: 'demo',
    settings: { instanceUrl: org.url, apiVersion: '65.0' },
    secrets: { accessToken: new Secret(org.accessToken) },
  };
  const store = openRunStore(':memory:');
  try {
    return await runFlow(
      { run: 'template', document, folder, parameters: {} },
      { definitions, loadRuntime, store, resolveConnection: () => Promise.resolve(connection), signal: new AbortController().signal, onEvent: () => {} },
    );
  } finally {
    store.close();
  }
}

async function countRecords(org: Org, objects: readonly string[]): Promise<Record<string, number>> {
  const count = async (object: string): Promise<number> => {
    const response = await fetch(`${org.url}/services/data/v65.0/query?q=${encodeURIComponent(`SELECT COUNT() FROM ${object}`)}`, { headers: { authorization: `Bearer ${org.accessToken}` } });
    return ((await response.json()) as { totalSize: number }).totalSize;
  };
  return Object.fromEntries(await Promise.all(objects.map(async (object) => [object, await count(object)] as const)));
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { FinishedEvent } from '../../flows/engine/events.ts';
import { formatVersion, type FlowDocument } from '../../flows/model/document.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { contract, type HostClient } from '../../host/contract/contract.ts';
import { lines } from './lines.ts';
import { openTestHost } from './testHost.ts';

const upsertLeads: FlowDocument = {
  sluice: formatVersion,
  name: 'Load leads',
  parameters: {},
  nodes: {
    read: { type: 'csvRead', version: definitions['csvRead']!.version, settings: { file: 'leads.csv' } },
    write: { type: 'salesforceWrite', version: definitions['salesforceWrite']!.version, settings: { connection: 'demo', object: 'Lead', operation: 'upsert', key: 'External_Key__c' } },
  },
  edges: [{ from: 'read.out', to: 'write.in' }],
  layout: {},
};

async function open(rows: string): Promise<{ client: HostClient; path: string; ended(run: string): Promise<FinishedEvent>; write(rows: string): Promise<void> }> {
  vi.stubEnv('SLUICE_VAULT_PASSPHRASE', 'correct horse');
  const here = await openTestHost();
  const { client, end } = await lines.memory(contract, here.host.handlers);
  onTestFinished(async () => {
    await end();
    await here.end();
    vi.unstubAllEnvs();
  });
  const write = (text: string): Promise<void> => writeFile(join(here.folder, 'leads.csv'), `External_Key__c,LastName,Company\n${text}`);
  await write(rows);
  return {
    client,
    path: join(here.folder, 'flow.json'),
    write,
    async ended(run) {
      let last: unknown;
      for await (const event of client.runs.watch({ run })) last = event;
      return last as FinishedEvent;
    },
  };
}

test('plan, look through it, apply, prove and undo, as a window does', async () => {
  const { client, path, ended } = await open('LEAD-0001,Planned,Acme\nT-1,New,Acme\nT-1,Twice,Acme\n');
  const plan = await client.changes.plan({ path, document: upsertLeads, parameters: {} });
  expect(await ended(plan.run)).toMatchObject({ state: 'succeeded', nodes: { write: { written: 2, rejected: 1 } } });
  expect(await client.changes.totals(plan)).toMatchObject({
    nodes: {
      write: {
        target: { connection: 'demo', object: 'Lead', isProduction: false },
        cost: { apiCalls: 4, readCalls: 2, bulkJobs: 0 },
        actions: { insert: 1, update: 1, rejected: 1 },
        fields: [{ name: 'LastName', count: 1 }, { name: 'Company', count: 1 }],
      },
    },
  });
  const updates = await client.changes.rows({ ...plan, action: 'update', offset: 0, limit: 10 });
  expect(updates).toMatchObject({ total: 1, rows: [{ node: 'write', key: 'LEAD-0001', fields: [{ name: 'LastName', after: 'Planned' }, { name: 'Company', after: 'Acme' }] }] });
  expect((await client.changes.rows({ ...plan, action: 'rejected', offset: 0, limit: 10 })).rows[0]!.reason).toMatchObject({ code: 'keyTwice' });

  const applied = await client.changes.apply({ plan: plan.run, path, document: upsertLeads });
  expect(await ended(applied.run)).toMatchObject({ state: 'succeeded', nodes: { write: { written: 2, rejected: 1 } } });
  expect((await client.runs.list({ limit: 10 })).map(({ mode, about }) => [mode, about])).toEqual([['write', plan.run], ['plan', undefined]]);
  const rows = await client.changes.rows({ ...applied, offset: 0, limit: 10 });
  expect(rows.rows.map(({ outcome }) => outcome)).toEqual([expect.objectContaining({ state: 'written' }), expect.objectContaining({ state: 'written' })]);

  const proof = await client.changes.proof({ ...applied, asksOrg: true });
  expect(proof).toMatchObject({ isWhole: true, doubts: [] });
  expect(proof.nodes.find(({ node }) => node === 'write')).toMatchObject({ results: { written: 2 }, recount: { asWritten: 2, changedSince: 0, takenBack: 0 } });
  expect((await client.changes.proofText({ ...applied, asksOrg: false, format: 'md' })).text).toContain('Every row is accounted for.');

  const dry = await client.changes.undo({ ...applied, isDry: true, conflicts: {} });
  await ended(dry.run);
  expect((await client.changes.totals(dry)).nodes['write']!.actions).toEqual({ update: 1, delete: 1 });
  const undo = await client.changes.undo({ ...applied, isDry: false, conflicts: {} });
  expect(await ended(undo.run)).toMatchObject({ state: 'succeeded', nodes: { write: { written: 2 } } });
  expect(await client.changes.proof({ ...applied, asksOrg: true })).toMatchObject({ isWhole: false, doubts: ['"Salesforce write": 2 records are back as they were before the run.'] });
});

test('a plan of a flow that was changed since is not applied, and what has ended well is not resumed', async () => {
  const { client, path, ended } = await open('T-2,New,Acme\n');
  const plan = await client.changes.plan({ path, document: upsertLeads, parameters: {} });
  await ended(plan.run);
  await expect(client.changes.apply({ plan: plan.run, path, document: { ...upsertLeads, name: 'Other' } })).rejects.toMatchObject({ code: 'planOfAnotherFlow' });
  await expect(client.changes.resume(plan)).rejects.toMatchObject({ code: 'runHasEnded' });
  await expect(client.changes.rows({ run: 'none', offset: 0, limit: 1 })).rejects.toMatchObject({ code: 'runUnknown' });
});

test('what was purged is not shown any more, its counts are', async () => {
  const { client, path, ended } = await open('T-3,New,Acme\n');
  const { run } = await client.runs.start({ path, document: upsertLeads, parameters: {} });
  expect(await ended(run)).toMatchObject({ state: 'succeeded' });
  expect(await client.changes.purge({ run })).toEqual({ runs: 1 });
  expect((await client.changes.totals({ run })).nodes['write']!.results).toEqual({ written: 1 });
  expect((await client.changes.rows({ run, offset: 0, limit: 10 })).rows).toEqual([]);
});

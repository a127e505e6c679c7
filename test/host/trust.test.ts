import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { FinishedEvent } from '../../flows/engine/events.ts';
import { formatVersion, type FlowDocument } from '../../flows/model/document.ts';
import { applyEdit } from '../../flows/model/edits.ts';
import { suggestFixes } from '../../flows/model/suggestFixes.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { contract, type HostClient } from '../../host/contract/contract.ts';
import { lines } from './lines.ts';
import { openTestHost } from './testHost.ts';

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' }));
const insertContacts: FlowDocument = {
  sluice: formatVersion,
  name: 'Contacts',
  parameters: {},
  nodes: {
    read: { type: 'csvRead', version: definitions['csvRead']!.version, settings: { file: 'in.csv', columns: text('LastName', 'LeadSource') } },
    write: { type: 'salesforceWrite', version: definitions['salesforceWrite']!.version, settings: { connection: 'demo', object: 'Contact', operation: 'insert' } },
  },
  edges: [{ from: 'read.out', to: 'write.in' }],
  layout: {},
};

async function open(): Promise<{ client: HostClient; folder: string; path: string; ended(run: string): Promise<FinishedEvent> }> {
  vi.stubEnv('SLUICE_SEAL_KEY', Buffer.alloc(32, 7).toString('base64'));
  const here = await openTestHost();
  const { client, end } = await lines.memory(contract, here.host.handlers);
  onTestFinished(async () => {
    await end();
    await here.end();
    vi.unstubAllEnvs();
  });
  await writeFile(join(here.folder, 'in.csv'), 'LastName,LeadSource\nBerg,Web\n,Web\nDahl,\n');
  return {
    client,
    folder: here.folder,
    path: join(here.folder, 'flow.json'),
    async ended(run) {
      let last: unknown;
      for await (const event of client.runs.watch({ run })) last = event;
      return last as FinishedEvent;
    },
  };
}

test('a rejected row is explained, fixed in the flow and taken again, as a window does; the audit log has it all', async () => {
  const { client, path, ended } = await open();
  const { run } = await client.runs.start({ path, document: insertContacts, parameters: {} });
  expect(await ended(run)).toMatchObject({ state: 'succeeded', nodes: { write: { written: 2, rejected: 1 } } });
  const [{ node, schema, groups }] = (await client.trust.rejected({ run })) as [Awaited<ReturnType<HostClient['trust']['rejected']>>[number]];
  expect(groups).toMatchObject([{ code: 'REQUIRED_FIELD_MISSING', column: 'LastName', count: 1, plain: 'LastName is blank, and the org wants it filled.' }]);
  const fields = await client.trust.fields({ path, document: insertContacts, parameters: {}, node });
  const [fix] = suggestFixes(groups[0]!, { document: insertContacts, definitions, node, schema, fields });
  const document = applyEdit(insertContacts, fix!.edit!).document;
  const plan = await client.trust.planRetry({ run, path, document, parameters: {} });
  expect(await ended(plan.run)).toMatchObject({ state: 'succeeded', nodes: { write: { in: 1, rejected: 0 } } });
  const retried = await client.changes.apply({ plan: plan.run, path, document });
  expect(await ended(retried.run)).toMatchObject({ state: 'succeeded', nodes: { write: { in: 1, written: 1, rejected: 0 } } });
  const trace = await client.trust.trace({ run, target: { source: 'read', ordinal: 2 } });
  expect(trace.steps.map(({ node: at, what }) => [at, what])).toEqual([['read', 'read'], ['write', 'wrote']]);
  const { steps } = await client.trust.trace({ run, target: { source: 'read', ordinal: 1 } });
  expect(steps.at(-1)).toMatchObject({ node: 'write', what: 'rejected', reason: { code: 'REQUIRED_FIELD_MISSING' } });
  // The same row by its number among those that the sink rejected, where the flow ends.
  expect(await client.trust.trace({ run, target: { end: 'write.rejected', row: 0 } })).toEqual(await client.trust.trace({ run, target: { source: 'read', ordinal: 1 } }));
  const audit = await client.trust.audit({ limit: 10 });
  expect(audit.map(({ action }) => action).reverse()).toEqual(['runStarted', 'connectionUsed', 'runEnded', 'planned', 'connectionUsed', 'runEnded', 'applied', 'connectionUsed', 'runEnded']);
  expect(audit[1]).toMatchObject({ connection: { name: 'demo', environment: 'demo' } });
  expect(await client.trust.verifyAudit({})).toMatchObject({ lines: 9, faults: [] });
});

test('of rejected rows the way of each is told, whether a node on the way rejected them or a sink', async () => {
  const { client, folder, path, ended } = await open();
  await writeFile(join(folder, 'in.csv'), 'LastName,LeadSource,Born\n,Web,1990\nDahl,Web,never\n,,1991\n,Fair,1992\n');
  await writeFile(join(folder, 'sources.csv'), 'Source,Region\nWeb,All\n');
  const node = (type: string, settings: Record<string, unknown>) => ({ type, version: definitions[type]!.version, settings });
  const document: FlowDocument = {
    ...insertContacts,
    nodes: {
      read: node('csvRead', { file: 'in.csv', columns: text('LastName', 'LeadSource', 'Born') }),
      sources: node('csvRead', { file: 'sources.csv', columns: text('Source', 'Region') }),
      join: node('joinRows', { kind: 'left', keys: [{ column: 'LeadSource', equals: 'Source' }] }),
      born: node('mapColumns', { columns: ['LastName', 'LeadSource'].map((column) => ({ column, formula: column })).concat({ column: 'Birthdate', formula: 'DATE(VALUE(Born), 1, 1)' }), keepOthers: false }),
      write: insertContacts.nodes['write']!,
    },
    edges: ['read.out join.left', 'sources.out join.right', 'join.out born.in', 'born.out write.in'].map((edge) => ({ from: edge.split(' ')[0]!, to: edge.split(' ')[1]! })),
  };
  const { run } = await client.runs.start({ path, document, parameters: {} });
  expect(await ended(run)).toMatchObject({ state: 'succeeded', nodes: { born: { rejected: 1 }, write: { rejected: 3 } } });
  const waysOf = async (end: string) => {
    const { ways, of } = await client.trust.ways({ run, end });
    return of.map((way) => ways[way]);
  };
  const alone = ['born.out', 'join.out', 'read.out'];
  expect(await waysOf('write.rejected')).toEqual([[...alone, 'sources.out'], alone, alone]);
  expect(await waysOf('born.rejected')).toEqual([['born.rejected', 'join.out', 'read.out', 'sources.out']]);
});

test('what a flow uses of an org is noted, and what has changed is told', async () => {
  const { client, path } = await open();
  const flow = { path, document: insertContacts, parameters: {} };
  expect(await client.trust.drift(flow)).toEqual({});
  const { file } = await client.trust.noteFields(flow);
  expect(await client.trust.drift(flow)).toEqual({ problems: [] });
  await writeFile(file, (await readFile(file, 'utf8')).replace(/("LastName": .*"length": )\d+/, '$1200'));
  expect((await client.trust.drift(flow)).problems).toMatchObject([{ code: 'fieldShorter', severity: 'warning', where: { node: 'write' } }]);
});

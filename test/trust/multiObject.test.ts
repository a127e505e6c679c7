import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runFlow } from '../../flows/engine/runFlow.ts';
import type { FinishedEvent } from '../../flows/engine/events.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { loadRuntime } from '../../flows/nodes/runtimes.ts';
import { connectionTo, trustFixture, type TrustFixture } from './trustFixture.ts';

/** Several objects in one flow: edges say what comes first. docs/decisions has why. */

type Nodes = Readonly<Record<string, readonly [type: string, settings: Readonly<Record<string, unknown>>]>>;

async function runNodes(here: TrustFixture, nodes: Nodes, edges: readonly string[]): Promise<FinishedEvent> {
  const document: FlowDocument = {
    sluice: 1,
    name: 'Several objects',
    parameters: {},
    layout: {},
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, [type, settings]]) => [id, { type, version: definitions[type]!.version, settings }])),
    edges: edges.map((edge) => ({ from: edge.split(' → ')[0]!, to: edge.split(' → ')[1]! })),
  };
  return runFlow(
    { run: 'several', document, folder: here.folder, parameters: {} },
    { definitions, loadRuntime, resolveConnection: async () => connectionTo(here.org), store: here.store, signal: new AbortController().signal, onEvent: () => undefined },
  );
}

const csv = (names: readonly string[]) => ({ columns: names.map((name) => ({ name, type: 'text' })) });

test('children take the Ids that their parents just got, from the written port; those of a refused parent are named', async () => {
  const here = await trustFixture();
  writeFileSync(join(here.folder, 'accounts.csv'), 'AccountNumber,Name\nA1,First\nA2,Second\nA3,\n');
  writeFileSync(join(here.folder, 'contacts.csv'), 'AccountNumber,LastName\nA2,Birch\nA1,Ash\nA1,Alder\nA3,Nobody\n');
  const finished = await runNodes(
    here,
    {
      accounts: ['csvRead', { file: 'accounts.csv', ...csv(['AccountNumber', 'Name']) }],
      writeAccounts: ['salesforceWrite', { connection: 'demo', object: 'Account', operation: 'insert' }],
      contacts: ['csvRead', { file: 'contacts.csv', ...csv(['AccountNumber', 'LastName']) }],
      // No contact passes before all accounts have been answered: the reference side is read first.
      withParent: ['lookupRows', { keys: [{ column: 'AccountNumber', equals: 'AccountNumber' }], columns: [{ column: 'Id', name: 'AccountId' }], onNone: 'reject' }],
      toContact: ['mapColumns', { columns: [{ column: 'LastName', formula: 'LastName' }, { column: 'AccountId', formula: 'AccountId' }], keepOthers: false }],
      writeContacts: ['salesforceWrite', { connection: 'demo', object: 'Contact', operation: 'insert' }],
    },
    ['accounts.out → writeAccounts.in', 'contacts.out → withParent.in', 'writeAccounts.written → withParent.reference', 'withParent.out → toContact.in', 'toContact.out → writeContacts.in'],
  );
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { writeAccounts: { written: 2, rejected: 1 }, withParent: { in: 6, rejected: 1 }, writeContacts: { written: 3 } } });
  const found = await here.query("SELECT LastName, Account.Name FROM Contact WHERE Account.Name IN ('First', 'Second') ORDER BY LastName");
  expect(found.map(({ LastName, Account }) => [LastName, (Account as { Name: string }).Name])).toEqual([['Alder', 'First'], ['Ash', 'First'], ['Birch', 'Second']]);
});

test('records that point to each other are written twice: first all of them without, then the references by external id', async () => {
  const here = await trustFixture();
  writeFileSync(join(here.folder, 'accounts.csv'), 'External_Key__c,Name,Parent\nP1,One,P2\nP2,Two,P3\nP3,Three,P1\nP4,Four,\n');
  const finished = await runNodes(
    here,
    {
      accounts: ['csvRead', { file: 'accounts.csv', ...csv(['External_Key__c', 'Name', 'Parent']) }],
      bare: ['mapColumns', { columns: ['External_Key__c', 'Name'].map((column) => ({ column, formula: column })), keepOthers: false }],
      make: ['salesforceWrite', { connection: 'demo', object: 'Account', operation: 'upsert', key: 'External_Key__c' }],
      made: ['lookupRows', { keys: [{ column: 'External_Key__c', equals: 'External_Key__c' }], columns: [{ column: 'Id', name: 'Made' }], onNone: 'reject' }],
      references: ['mapColumns', { columns: [{ column: 'External_Key__c', formula: 'External_Key__c' }, { column: 'Parent.External_Key__c', formula: 'Parent' }], keepOthers: false }],
      join: ['salesforceWrite', { connection: 'demo', object: 'Account', operation: 'upsert', key: 'External_Key__c' }],
    },
    ['accounts.out → bare.in', 'bare.out → make.in', 'accounts.out → made.in', 'make.written → made.reference', 'made.out → references.in', 'references.out → join.in'],
  );
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { make: { written: 4 }, join: { written: 3, unchanged: 1 } } });
  const found = await here.query("SELECT Name, Parent.Name FROM Account WHERE External_Key__c IN ('P1', 'P2', 'P3', 'P4') ORDER BY Name");
  expect(found.map(({ Name, Parent }) => [Name, (Parent as { Name: string } | null)?.Name])).toEqual([['Four', undefined], ['One', 'Two'], ['Three', 'One'], ['Two', 'Three']]);
});

import { strict as assert } from 'node:assert';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Org } from '../../demoOrg/startOrg.ts';
import { rsaCertificate } from '../org/rsaCertificate.ts';
import { browserStandIn } from './browserStandIn.ts';
import type { Sf } from './runSf.ts';

export interface CliContext {
  readonly org: Org;
  /** The CLI's home and working folder. */
  readonly folder: string;
  readonly sf: Sf;
}

export interface CliStep {
  readonly name: string;
  /** Throws where the CLI or what it said is not as it should be. */
  run(context: CliContext): Promise<void>;
}

/** What a command says with `--json`. */
async function result<T>(sf: Sf, args: readonly string[]): Promise<T> {
  return (JSON.parse(await sf([...args, '--json'])) as { result: T }).result;
}

/** The CLI keeps one sign-in for each user name, so each way to sign in has a user of its own. */
const people = { jwt: 'aiko@sluice.example', web: 'sofia@sluice.example' } as const;
const demo = ['-o', 'demo'] as const;

/** An account made for one step, with the id that it has. */
async function account(sf: Sf, name: string): Promise<string> {
  return (await result<{ id: string }>(sf, ['data', 'create', 'record', '-s', 'Account', '-v', `Name='${name}'`, ...demo])).id;
}

async function count(sf: Sf, where: string): Promise<number> {
  return (await result<{ totalSize: number }>(sf, ['data', 'query', '-q', `SELECT COUNT() FROM Account WHERE ${where}`, ...demo])).totalSize;
}

const file = ({ folder }: CliContext, name: string, text: string): string => {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
};

interface JobResult {
  readonly jobInfo?: { readonly id: string };
  readonly jobId?: string;
  readonly processedRecords?: number;
  readonly successfulRecords?: number;
  readonly failedRecords?: number;
}

/** Every command that people use against an org, one step each. */
export const cliSteps: readonly CliStep[] = [
  {
    name: 'org login access-token',
    async run({ org, sf }) {
      const args = ['org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt', '--alias', 'demo', '--set-default'];
      assert.match(await sf(args, { SF_ACCESS_TOKEN: org.accessToken }), /Successfully authorized demo@sluice\.example/);
    },
  },
  {
    name: 'org login jwt',
    async run(context) {
      const { org, sf } = context;
      const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const body = JSON.stringify({ id: 'robot', certificate: rsaCertificate(keys) });
      await fetch(`${org.url}/demo/clients`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const key = file(context, 'robot.pem', keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
      const args = ['org', 'login', 'jwt', '--client-id', 'robot', '--jwt-key-file', key, '--username', people.jwt, '--instance-url', org.url, '--alias', 'jwt'];
      assert.ok((await sf(args)).includes(`Successfully authorized ${people.jwt}`));
    },
  },
  {
    name: 'org login web, with a person in the browser',
    async run({ org, folder, sf }) {
      const args = ['org', 'login', 'web', '--instance-url', org.url, '--alias', 'web'];
      assert.ok((await sf(args, browserStandIn(folder, people.web))).includes(`Successfully authorized ${people.web}`));
      assert.equal((await result<{ totalSize: number }>(sf, ['data', 'query', '-q', 'SELECT Id FROM Account LIMIT 1', '-o', 'web'])).totalSize, 1);
    },
  },
  {
    name: 'data query',
    async run({ sf }) {
      assert.match(await sf(['data', 'query', '-q', 'SELECT Id, Name, Owner.Name FROM Account LIMIT 3', ...demo]), /Total number of records retrieved: 3\./);
    },
  },
  {
    name: 'data query --json, with children',
    async run({ sf }) {
      const soql = 'SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Id IN (SELECT AccountId FROM Contact) LIMIT 2';
      const { totalSize, records } = await result<{ totalSize: number; records: { Contacts: { totalSize: number } }[] }>(sf, ['data', 'query', '-q', soql, ...demo]);
      assert.equal(totalSize, 2);
      assert.ok(records[0]!.Contacts.totalSize > 0);
    },
  },
  {
    name: 'data create | get | update | delete record',
    async run({ sf }) {
      const id = await account(sf, 'Made by sf');
      const one = ['-s', 'Account', '-i', id, ...demo];
      await result(sf, ['data', 'update', 'record', ...one, '-v', "Phone='123'"]);
      assert.equal((await result<{ Phone: string }>(sf, ['data', 'get', 'record', ...one])).Phone, '123');
      await result(sf, ['data', 'delete', 'record', ...one]);
      assert.equal(await count(sf, `Id = '${id}'`), 0);
    },
  },
  {
    name: 'data search',
    async run({ sf }) {
      const id = await account(sf, 'Zebrafinch');
      const found = await result<{ searchRecords: { Id: string }[] }>(sf, ['data', 'search', '-q', 'FIND {Zebrafinch} IN NAME FIELDS RETURNING Account(Id, Name)', ...demo]);
      assert.deepEqual(found.searchRecords.map(({ Id }) => Id), [id]);
    },
  },
  {
    name: 'data import tree',
    async run(context) {
      const records = [{ attributes: { type: 'Account', referenceId: 'a' }, Name: 'From a tree', Contacts: { records: [{ attributes: { type: 'Contact', referenceId: 'c' }, LastName: 'Leaf' }] } }];
      const tree = file(context, 'tree.json', JSON.stringify({ records }));
      await result(context.sf, ['data', 'import', 'tree', '--files', tree, ...demo]);
      assert.equal(await count(context.sf, "Name = 'From a tree' AND Id IN (SELECT AccountId FROM Contact WHERE LastName = 'Leaf')"), 1);
    },
  },
  {
    name: 'data export tree',
    async run({ sf, folder }) {
      await result(sf, ['data', 'export', 'tree', '-q', 'SELECT Id, Name, (SELECT LastName FROM Contacts) FROM Account LIMIT 3', '--output-dir', 'tree', ...demo]);
      assert.equal((JSON.parse(readFileSync(path.join(folder, 'tree/Account-Contact.json'), 'utf8')) as { records: unknown[] }).records.length, 3);
    },
  },
  {
    name: 'data export bulk',
    async run({ sf, folder }) {
      await result(sf, ['data', 'export', 'bulk', '-q', 'SELECT Id, Name FROM Contact', '--output-file', 'contacts.csv', '--wait', '1', ...demo]);
      const all = (await result<{ totalSize: number }>(sf, ['data', 'query', '-q', 'SELECT COUNT() FROM Contact', ...demo])).totalSize;
      assert.equal(readFileSync(path.join(folder, 'contacts.csv'), 'utf8').trimEnd().split('\n').length, all + 1);
    },
  },
  {
    name: 'data import bulk',
    async run(context) {
      const csv = file(context, 'import.csv', 'Name,External_Key__c\nBulk A,SF-A\nBulk B,SF-B\n');
      const job = await result<JobResult>(context.sf, ['data', 'import', 'bulk', '--file', csv, '--sobject', 'Account', '--wait', '1', ...demo]);
      assert.equal(job.successfulRecords, 2);
    },
  },
  {
    name: 'data upsert bulk',
    async run(context) {
      const csv = file(context, 'upsert.csv', 'Name,External_Key__c\nBulk A changed,SF-A\nBulk C,SF-C\n');
      await result(context.sf, ['data', 'upsert', 'bulk', '--file', csv, '--sobject', 'Account', '--external-id', 'External_Key__c', '--wait', '1', ...demo]);
      assert.equal(await count(context.sf, "External_Key__c LIKE 'SF-%' AND Name IN ('Bulk A changed', 'Bulk B', 'Bulk C')"), 3);
    },
  },
  {
    name: 'data delete bulk',
    async run(context) {
      const ids = await result<{ records: { Id: string }[] }>(context.sf, ['data', 'query', '-q', "SELECT Id FROM Account WHERE External_Key__c LIKE 'SF-%'", ...demo]);
      const csv = file(context, 'delete.csv', `Id\n${ids.records.map(({ Id }) => Id).join('\n')}\n`);
      await result(context.sf, ['data', 'delete', 'bulk', '--file', csv, '--sobject', 'Account', '--wait', '1', ...demo]);
      assert.equal(await count(context.sf, "External_Key__c LIKE 'SF-%'"), 0);
    },
  },
  {
    name: 'data bulk results, of a job in which a row failed',
    async run(context) {
      const { org, sf, folder } = context;
      const csv = file(context, 'partly.csv', 'Name,Website\nBulk D,d.example\n,nameless.example\n');
      const ended = await sf(['data', 'import', 'bulk', '--file', csv, '--sobject', 'Account', '--wait', '1', ...demo]).catch((error: Error) => error.message);
      const id = /750\w{15}/.exec(ended)?.[0] ?? (await newestJob(org));
      const job = await result<JobResult>(sf, ['data', 'bulk', 'results', '--job-id', id, ...demo]);
      assert.deepEqual([job.processedRecords, job.successfulRecords, job.failedRecords], [2, 1, 1]);
      assert.match(readFileSync(path.join(folder, `${id}-failed-records.csv`), 'utf8'), /REQUIRED_FIELD_MISSING:Required fields are missing: \[Name\]:Name --/);
    },
  },
  {
    name: 'sobject list',
    async run({ sf }) {
      const names = await result<string[]>(sf, ['sobject', 'list', ...demo]);
      assert.ok(names.includes('Account') && names.includes('Invoice__c'));
    },
  },
  {
    name: 'sobject describe',
    async run({ sf }) {
      const { name, fields } = await result<{ name: string; fields: { name: string }[] }>(sf, ['sobject', 'describe', '--sobject', 'Account', ...demo]);
      assert.equal(name, 'Account');
      assert.ok(fields.some((field) => field.name === 'BillingAddress'));
    },
  },
  {
    name: 'org display',
    async run({ org, sf }) {
      const { id, username } = await result<{ id: string; username: string }>(sf, ['org', 'display', ...demo]);
      assert.match(id, /^00D\w{15}$/);
      assert.equal(username, org.username);
    },
  },
  {
    name: 'org list',
    async run({ org, sf }) {
      assert.ok((await sf(['org', 'list', '--json'])).includes(org.username));
    },
  },
  {
    name: 'org list limits',
    async run({ sf }) {
      const limits = await result<{ name: string; max: number; remaining: number }[]>(sf, ['org', 'list', 'limits', ...demo]);
      assert.ok(limits.some(({ name, max, remaining }) => name === 'DailyApiRequests' && max === 15_000 && remaining < max));
    },
  },
  {
    name: 'api request rest',
    async run({ sf }) {
      assert.ok('DailyApiRequests' in (JSON.parse(await sf(['api', 'request', 'rest', '/services/data/v65.0/limits', ...demo])) as object));
    },
  },
];

async function newestJob(org: Org): Promise<string> {
  const answer = await fetch(`${org.url}/services/data/v62.0/jobs/ingest`, { headers: { authorization: `Bearer ${org.accessToken}` } });
  const { records } = (await answer.json()) as { records: { id: string; createdDate: string }[] };
  return records.toSorted((a, b) => a.id.localeCompare(b.id)).at(-1)!.id;
}

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openOrg, type SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import type { RecordChange } from '../../kit/change.ts';
import { Secret } from '../../kit/connection.ts';
import { definition } from './definition.ts';
import { callsOf, sendRest, type RestSending } from './sendRest.ts';

interface Sent {
  readonly Name: string;
}

/** A server that answers collections calls as `answer` says, and remembers them. */
async function orgThat(answer: (records: readonly Sent[], call: number) => { status: number; body: unknown }): Promise<{ org: SalesforceOrg; calls: string[][]; headers: IncomingHttpHeaders[] }> {
  const calls: string[][] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { records } = JSON.parse(Buffer.concat(parts).toString()) as { records: Sent[] };
      calls.push(records.map(({ Name }) => Name));
      const { status, body } = answer(records, calls.length);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const org = openOrg({ name: 'crm', system: 'salesforce', environment: 'sandbox', settings: { instanceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, secrets: { accessToken: new Secret('token') } });
  onTestFinished(async () => {
    await org.close();
    server.close();
  });
  return { org, calls, headers };
}

function sending(org: SalesforceOrg, settings: object = {}): RestSending {
  return { org, settings: definition.settings.parse({ object: 'Account', operation: 'update', parallel: 1, ...settings }), insertBy: undefined, counters: { count: () => undefined }, signal: new AbortController().signal };
}

const updates = (names: readonly string[]): RecordChange[] => names.map((name, at) => ({ action: 'update', key: `${at}`, id: name, fields: [{ name: 'Name', before: null, after: name }] }));
const done = (records: readonly Sent[]) => ({ status: 200, body: records.map(({ Name }) => ({ id: Name, success: true, errors: [] })) });

test('a call that the org refuses as a whole is halved until the row that spoils it stands alone', async () => {
  const { org, calls } = await orgThat((records) =>
    records.some(({ Name }) => Name === 'poison') ? { status: 400, body: [{ errorCode: 'JSON_PARSER_ERROR', message: 'Cannot read poison' }] } : done(records),
  );
  const { answers, error } = await sendRest(updates(['a', 'b', 'poison', 'c', 'd']), sending(org));
  expect(error).toBeUndefined();
  expect(answers.map((answer) => answer?.id ?? answer?.error?.code)).toEqual(['a', 'b', 'JSON_PARSER_ERROR', 'c', 'd']);
  expect(calls).toEqual([['a', 'b', 'poison', 'c', 'd'], ['a', 'b', 'poison'], ['a', 'b'], ['poison'], ['c', 'd']]);
});

test('locked rows are tried again in smaller calls, the others are not', async () => {
  const { org, calls } = await orgThat((records, call) => ({
    status: 200,
    body: records.map(({ Name }) => (Name.startsWith('locked') && call < 3 ? { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: 'locked' }] } : { id: Name, success: true, errors: [] })),
  }));
  const { answers } = await sendRest(updates(['a', 'locked1', 'b', 'locked2']), sending(org));
  expect(answers.map((answer) => answer?.id)).toEqual(['a', 'locked1', 'b', 'locked2']);
  expect(calls.slice(0, 3)).toEqual([['a', 'locked1', 'b', 'locked2'], ['locked1', 'locked2'], ['locked1']]);
});

test.each([
  ['refuses to go on, none of the call is in doubt', 403, 'REQUEST_LIMIT_EXCEEDED', 'not sent'],
  ['breaks down, all of the call are', 500, 'UNKNOWN_EXCEPTION', 'in doubt'],
])('when the org %s', async (_title, status, errorCode, expected) => {
  const { org } = await orgThat(() => ({ status, body: [{ errorCode, message: 'enough' }] }));
  const inserts = ['a', 'b'].map((name): RecordChange => ({ action: 'insert', key: '', fields: [{ name: 'Name', before: null, after: name }] }));
  const { answers, error } = await sendRest(inserts, sending(org, { operation: 'insert' }));
  expect(error).toBeDefined();
  expect(answers.map((answer) => (answer === undefined ? 'in doubt' : (answer.id ?? 'not sent')))).toEqual([expected, expected]);
});

test.each([
  ['of another number', (records: readonly Sent[]) => done(records.slice(1))],
  ['with the Ids of others', (records: readonly Sent[]) => done([...records].reverse())],
])('answers %s are bound to no row: all of the call are in doubt, and the run stops', async (_name, answer) => {
  const { org } = await orgThat(answer);
  const { answers, error } = await sendRest(updates(['a', 'b', 'c']), sending(org));
  expect(answers).toEqual([undefined, undefined, undefined]);
  expect(error).toMatchObject({ kind: 'service', code: 'answersUnclear' });
});

const child = (parent: string, at: number): RecordChange => ({ action: 'update', key: `${at}`, id: `${parent} ${at}`, fields: [{ name: 'Name', before: null, after: `${parent} ${at}` }, { name: 'ParentId', before: null, after: parent }] });

test('rows of one parent go side by side, so that calls at a time do not lock each other out', () => {
  const settings = definition.settings.parse({ object: 'Account', batchSize: 2 });
  expect(callsOf(['p1', 'p2', 'p1', 'p2'].map(child), { settings, insertBy: undefined })).toEqual([[0, 2], [1, 3]]);
});

test('changes of different kinds go in calls of their own', () => {
  const settings = definition.settings.parse({ object: 'Account' });
  const changes = [child('p1', 0), { ...child('p1', 1), action: 'insert' as const }, child('p2', 2)];
  expect(callsOf(changes, { settings, insertBy: 'External_Key__c' })).toEqual([[0, 2], [1]]);
});

test('the assignment rule and the leave to save duplicates go along as headers, and not where nobody asked for them', async () => {
  const { org, headers } = await orgThat(done);
  await sendRest(updates(['a']), sending(org));
  await sendRest(updates(['a']), sending(org, { assignmentRule: 'FALSE', duplicates: 'allow' }));
  expect(headers.map((given) => [given['sforce-auto-assign'], given['sforce-duplicate-rule-header']])).toEqual([[undefined, undefined], ['FALSE', 'allowSave=true']]);
});

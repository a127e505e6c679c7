import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { z } from 'zod';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import { SharedThings } from '../../engine/sharedThings.ts';
import { batchFromRows, rowObject, type Cursor } from '../../kit/batch.ts';
import type { Connection } from '../../kit/connection.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import type { AppError } from '../../kit/errors.ts';
import type { Cell } from '../../kit/schema.ts';
import { definition as publishing } from '../salesforceEventPublish/definition.ts';
import { run as publish } from '../salesforceEventPublish/run.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

/** An org that gives a sign of life often, so that silence is longer than that. */
const at = orgForTests({ pubSub: { keepAliveMs: 100 }, pollMs: 200 });
type Row = Readonly<Record<string, Cell>>;

interface Options {
  readonly cursor?: Cursor;
  readonly connection?: Connection;
  readonly signal?: AbortSignal;
  /** Called with the number of rows so far, and what was said last of how far it is. */
  readonly each?: (rows: number, cursor: Cursor | undefined) => Promise<void> | void;
}

function contextOf<S>(settings: S, { connection = at.connection, signal = at.signal }: Options, shared: SharedThings, rejected: AppError[], logged: string[]): NodeContext<S> {
  return {
    node: 'node',
    run: 'test',
    settings,
    startedMs: Date.now(),
    signal,
    memoryBytes: 1e7,
    pause: () => undefined,
    path: (file) => file,
    connection: () => Promise.resolve(connection),
    shared: (key, open, close) => shared.get(key, open, close),
    reject: (_batch, _row, error) => void rejected.push(error),
    drop: () => undefined,
    count: () => undefined,
    log: (_level, message) => void logged.push(message),
  };
}

/** Listens until the settings say that it is enough. */
async function heard(settings: z.input<typeof definition.settings>, options: Options = {}): Promise<{ rows: Row[]; cursor: Cursor | undefined; rejected: AppError[]; logged: string[] }> {
  if (run.kind !== 'source') throw new Error('It is a source.');
  const [rows, rejected, logged, shared] = [[] as Row[], [] as AppError[], [] as string[], new SharedThings()];
  let cursor = options.cursor;
  const context = contextOf(definition.settings.parse({ connection: 'demo', start: 'kept', ...settings }), options, shared, rejected, logged);
  try {
    for await (const batch of run.read(context, { id: 'all', spec: {} }, options.cursor)) {
      for (const row of batch.rows) rows.push(rowObject(batch, row));
      cursor = batch.cursor ?? cursor;
      await options.each?.(rows.length, batch.cursor);
    }
  } finally {
    await shared.close(() => undefined);
  }
  return { rows, cursor, rejected, logged };
}

/** Publishes order events with the node that does that, and gives the ids that subscribers will see. */
async function published(numbers: readonly (string | null)[]): Promise<{ ids: (string | undefined)[]; rejected: AppError[] }> {
  if (publish.kind !== 'sink' || publish.writes !== 'rows') throw new Error('It is a sink.');
  const [rejected, shared] = [[] as AppError[], new SharedThings()];
  try {
    const work = await publish.open(contextOf(publishing.settings.parse({ connection: 'demo', event: 'Order_Event__e', batchSize: 2 }), {}, shared, rejected, []));
    const outcomes = await work.write(batchFromRows([{ name: 'Order_Number__c', type: 'text' }], numbers.map((number) => [number]), { source: 'test', ordinal: 0 }));
    return { ids: (outcomes ?? []).map(({ id }) => id), rejected };
  } finally {
    await shared.close(() => undefined);
  }
}

async function changed(method: string, path: string, body?: unknown): Promise<string> {
  const { settings, secrets } = at.connection;
  const headers = { authorization: `Bearer ${secrets['accessToken']!.reveal()}`, 'content-type': 'application/json' };
  const answer = await fetch(`${settings['instanceUrl']}/services/data/v65.0/sobjects/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(await answer.text());
  return method === 'POST' ? ((await answer.json()) as { id: string }).id : '';
}

const orders = { channel: '/event/Order_Event__e', stop: 'count' as const };
const numbersOf = (rows: readonly Row[]): Cell[] => rows.map((row) => row['Order_Number__c']!);

let first: Awaited<ReturnType<typeof published>>;
beforeAll(async () => {
  first = await published(['A-1', 'A-2', null, 'A-3']);
});

test('events that were published are heard, in their order and under the ids that were given', async () => {
  expect(first.rejected.map(({ code }) => code)).toEqual(['REQUIRED_FIELD_MISSING']);
  const { rows } = await heard({ ...orders, count: 3 });
  expect(numbersOf(rows)).toEqual(['A-1', 'A-2', 'A-3']);
  expect(rows.map((row) => row['EventUuid'])).toEqual(first.ids);
  expect(rows[0]).toMatchObject({ Shipped__c: false, CreatedDate: expect.any(Number) as number });
});

test('a run that broke off goes on after the last event that arrived', async () => {
  const begun = await heard({ ...orders, count: 2 });
  expect(numbersOf(begun.rows)).toEqual(['A-1', 'A-2']);
  const rest = await heard({ ...orders, count: 3 }, { cursor: begun.cursor! });
  expect(numbersOf(rest.rows)).toEqual(['A-3']);
});

test.each([
  ['the connection is cut', { kind: 'cut', path: '/cometd/', times: 1 }],
  ['the org is busy', { kind: 'status', status: 503, path: '/cometd/', times: 2 }],
  ['the session ends', { kind: 'expireTokens' }],
])('nothing is lost and nothing comes twice when %s', async (_name, fault) => {
  const before = numbersOf((await heard({ ...orders, stop: 'idle', idle: 0.5 })).rows);
  const listening = heard({ ...orders, count: before.length + 2 }, {
    async each(rows) {
      if (rows === 0) return;
      if (rows === before.length) {
        await published(['B-1']);
        await at.fault(fault);
      } else if (rows === before.length + 1) setTimeout(() => void published(['B-2']), 20);
    },
  });
  expect(numbersOf((await listening).rows)).toEqual([...before, 'B-1', 'B-2']);
});

test('a sign of life of the org is no end of the run', async () => {
  const { cursor } = await heard({ ...orders, stop: 'idle', idle: 0.3 });
  setTimeout(() => void published(['S-1']), 500);
  const { rows } = await heard({ ...orders, count: Number(cursor!['events']) + 1 }, { cursor: cursor! });
  expect(numbersOf(rows)).toEqual(['S-1']);
});

test('a change is a row for each record, with what changed and when', async () => {
  const id = await changed('POST', 'Account', { Name: 'Heard Ltd', BillingCity: 'Riga', AnnualRevenue: 12 });
  await changed('PATCH', `Account/${id}`, { BillingCity: 'Tartu', AnnualRevenue: null });
  await changed('DELETE', `Account/${id}`);
  const rows = (await heard({ channel: '/data/AccountChangeEvent', stop: 'idle', idle: 0.5 })).rows.filter(({ RecordId }) => RecordId === id);
  expect(rows).toMatchObject([
    { ChangeType: 'CREATE', EntityName: 'Account', RecordId: id, Name: 'Heard Ltd', BillingCity: 'Riga', AnnualRevenue: 12 },
    { ChangeType: 'UPDATE', RecordId: id, Name: null, BillingCity: 'Tartu', AnnualRevenue: null },
    { ChangeType: 'DELETE', RecordId: id, ChangedFields: null },
  ]);
  expect(String(rows[1]!['ChangedFields']).split(', ')).toEqual(expect.arrayContaining(['BillingAddress.City', 'AnnualRevenue']));
  expect(Math.abs(Number(rows[0]!['CommitTimestamp']) - Date.now())).toBeLessThan(60_000);
});

test('a gap is said: as a row, as a rejected row, or by stopping', async () => {
  await at.fault({ kind: 'gap' });
  const id = await changed('POST', 'Campaign', { Name: 'Not told' });
  const settings = { channel: '/data/CampaignChangeEvent', stop: 'count' as const, count: 1 };
  const told = await heard(settings);
  expect(told.rows).toMatchObject([{ ChangeType: 'GAP_CREATE', RecordId: id, Name: null }]);
  expect(told.logged.at(-1)).toMatch(/^1 events say that records changed/);
  expect((await heard({ ...settings, onGap: 'reject' })).rejected.map(({ message }) => message)).toEqual([`The org says GAP_CREATE of Campaign ${id}, and not what has changed.`]);
  await expect(heard({ ...settings, onGap: 'stop' })).rejects.toMatchObject({ kind: 'service', code: 'eventGap' });
});

test('a PushTopic tells the fields of its query', async () => {
  await changed('POST', 'PushTopic', { Name: 'Cities', Query: 'SELECT Id, BillingCity FROM Account', ApiVersion: 65 });
  const id = await changed('POST', 'Account', { Name: 'Topical', BillingCity: 'Oulu' });
  const { rows } = await heard({ channel: '/topic/Cities', stop: 'count', count: 1 });
  expect(rows.map(({ ChangeType, Fields }) => [ChangeType, JSON.parse(String(Fields))])).toEqual([['created', { Id: id, BillingCity: 'Oulu' }]]);
});

test('the next run begins where the last one stopped, and a plan remembers nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-events-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const settings = { ...orders, start: 'remembered' as const, rememberAs: 'orders', stop: 'idle' as const, idle: 0.5 };
  const connection = { ...at.connection, folder };
  const before = numbersOf((await heard(settings, { connection })).rows);
  expect(before).toContain('A-3');
  await published(['C-1']);
  expect(numbersOf((await heard(settings, { connection })).rows)).toEqual(['C-1']);
  expect((await heard(settings, { connection })).rows).toEqual([]);
});

test.each([
  ['a channel that is not there', { channel: '/event/Nothing__e' }, { kind: 'settings' }],
  ['a replay id that the org does not have any more', { ...orders, start: 'after' as const, replayId: '99999999' }, { kind: 'service', code: 'eventsGone' }],
])('%s is named', async (_name, settings, error) => {
  await expect(heard({ stop: 'idle', idle: 0.5, ...settings })).rejects.toMatchObject(error);
});

test('what the channel tells of is known to the checks that ask an org', async () => {
  const shared = new SharedThings();
  const settings = definition.settings.parse({ connection: 'demo', channel: '/data/AccountChangeEvent', columns: [{ name: 'ChangeType', type: 'text' }, { name: 'Rating', type: 'text' }] });
  const uses = await run.usedObjects!(contextOf(settings, {}, shared, [], []), []);
  await shared.close(() => undefined);
  expect(uses).toMatchObject([{ connection: 'demo', object: 'Account', access: ['read'], fields: [{ name: 'Rating', type: 'picklist' }] }]);
});

/** Trusts the certificate of the demo org, as NODE_EXTRA_CA_CERTS does for a whole process. */
async function trustDemoOrg(): Promise<void> {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, await (await fetch(`${at.demo.url}/demo/certificate`)).text()]);
  onTestFinished(() => setDefaultCACertificates(before));
}

describe('the Pub/Sub API is taken where the org offers it', () => {
  const settings = { ...orders, count: 3 };

  test('over TLS, with the certificates that are trusted', async () => {
    await trustDemoOrg();
    const { rows, logged } = await heard({ ...settings, endpoint: at.demo.pubSubEndpoint! });
    expect(numbersOf(rows)).toEqual(['A-1', 'A-2', 'A-3']);
    expect(String(rows[0]!['ReplayId'])).toMatch(/=$/);
    expect(logged).toEqual([]);
  });

  test.each([
    ['nobody answers', () => 'localhost:1', 'ECONNREFUSED'],
    ['nobody trusts its certificate', () => at.demo.pubSubEndpoint!, 'self-signed certificate'],
  ])('else CometD, and a line says why: %s', async (_name, endpoint, reason) => {
    const { rows, logged } = await heard({ ...settings, endpoint: endpoint() });
    expect(numbersOf(rows)).toEqual(['A-1', 'A-2', 'A-3']);
    expect(logged).toEqual([expect.stringMatching(new RegExp(`^/event/Order_Event__e is heard by CometD\\. .*${reason}`))]);
  });

  test('a PushTopic, and an org on this machine whose endpoint nobody named, are heard by CometD at once', async () => {
    expect((await heard(settings)).logged).toEqual([]);
  });

  test('what was begun one way goes on so', async () => {
    await trustDemoOrg();
    const begun = await heard({ ...orders, count: 2 });
    const rest = await heard({ ...settings, endpoint: at.demo.pubSubEndpoint! }, { cursor: begun.cursor! });
    expect(numbersOf(rest.rows)).toEqual(['A-3']);
    expect(String(rest.rows[0]!['ReplayId'])).toMatch(/^\d+$/);
    const folder = mkdtempSync(join(tmpdir(), 'sluice-events-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const remembered = { ...orders, start: 'remembered' as const, rememberAs: 'ways', stop: 'idle' as const, idle: 0.3 };
    const connection = { ...at.connection, folder };
    await heard(remembered, { connection });
    expect((await heard({ ...remembered, endpoint: at.demo.pubSubEndpoint! }, { connection })).rows).toEqual([]);
  });
});

describe.each(['cometd', 'pubSub'] as const)('only new events, by %s', (api) => {
  const settings = { ...orders, start: 'new' as const, api, count: 1 };

  test('none of before; and none is lost when the run breaks off before the first', async () => {
    await trustDemoOrg();
    const here = { ...settings, endpoint: at.demo.pubSubEndpoint! };
    const stop = new Error('stop');
    let cursor: Cursor | undefined;
    await expect(heard(here, { each: (_rows, place) => ((cursor = place), Promise.reject(stop)) })).rejects.toBe(stop);
    expect(cursor).toEqual({ since: expect.any(Number) as number, ordinal: 0, events: 0 });
    // What is kept since may have been published in the same second as what was there before.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await published([`${api}-1`]);
    const { rows } = await heard({ ...here, stop: 'idle', idle: 0.5 }, { cursor: { ...cursor!, since: Number(cursor!['since']) + 1000 } });
    expect(numbersOf(rows)).toEqual([`${api}-1`]);
  });

  test('none is lost when the connection breaks before the first', async () => {
    await trustDemoOrg();
    const path = api === 'cometd' ? '/cometd/' : '/eventbus.v1.PubSub/Subscribe';
    const listening = heard({ ...settings, stop: 'idle', idle: 1, endpoint: at.demo.pubSubEndpoint! }, {
      async each(rows) {
        if (rows > 0) return;
        await at.fault({ kind: 'cut', path });
        setTimeout(() => void published([`${api}-2`]), 100);
      },
    });
    expect(numbersOf((await listening).rows)).toContain(`${api}-2`);
  });
});

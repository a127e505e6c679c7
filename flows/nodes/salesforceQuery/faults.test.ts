import { beforeEach, describe, expect, test } from 'vitest';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import type { Batch, Cursor } from '../../kit/batch.ts';
import type { Settings } from './preparedQuery.ts';
import { run } from './run.ts';
import { sourceContext } from '../../../test/nodes/sourceContext.ts';

const at = orgForTests();
let said: string[] = [];
beforeEach(() => {
  said = [];
});

function send(method: string, path: string, body?: unknown): Promise<Response> {
  const { settings, secrets } = at.connection;
  const headers = { authorization: `Bearer ${secrets['accessToken']!.reveal()}`, 'content-type': 'application/json' };
  return fetch(`${settings['instanceUrl']}/services/data/v65.0/sobjects/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

/** Reads a query and gives the ids in their order. `each` hears every batch with the ids so far. */
async function idsOf(settings: Partial<Settings>, { from, each }: { from?: Cursor; each?: (batch: Batch, ids: readonly string[]) => void | Promise<void> } = {}): Promise<string[]> {
  if (run.kind !== 'source') throw new Error('It is a source.');
  const context = sourceContext(at.connection, { soql: 'SELECT Id FROM Contact ORDER BY Id', ...settings }, { log: (_level, message) => void said.push(message) });
  const ids: string[] = [];
  for await (const batch of run.read(context, { id: 'all', spec: {} }, from)) {
    for (const row of batch.rows) ids.push(String(batch.columns[0]!.value(row)));
    await each?.(batch, ids);
  }
  return ids;
}

const total = 340;
const small = { kind: 'pages', size: 50 };
/** Pages, results of a bulk job, and pages of ranges of Id, which know no order. */
const ways = {
  rest: { api: 'rest' },
  bulk: { api: 'bulk' },
  ranges: { api: 'rest', splits: 'ranges', ranges: 3, soql: 'SELECT Id FROM Contact' },
} as const;

function expectAll(ids: readonly string[]): void {
  expect({ read: ids.length, different: new Set(ids).size }).toEqual({ read: total, different: total });
}

describe.each(['rest', 'bulk', 'ranges'] as const)('as %s, every record is read once', (way) => {
  const settings = ways[way];
  const pages = way === 'bulk' ? '/results' : '/query/';
  const first = way === 'bulk' ? '/jobs/query' : '/query';
  const counted = `The org counted ${total} records${way === 'ranges' ? ' in 3 ranges of Id' : ''}; ${total} were read.`;
  const plans = [
    ['in small pages', undefined],
    ['when the org is busy at the start', { kind: 'status', status: 503, path: first }],
    ['when the org is busy in the middle', { kind: 'status', status: 503, path: pages, times: 2 }],
    ['when the connection is cut at the start', { kind: 'cut', path: first }],
    ['when the connection is cut before a page', { kind: 'cut', path: pages }],
    ['when the connection is cut in a page', { kind: 'cut', afterBytes: 400, path: pages }],
    ['when answers are late', { kind: 'slow', delayMs: 30, path: pages }],
    ['when a page meets a session that has ended', { kind: 'status', status: 401, errorCode: 'INVALID_SESSION_ID', path: pages }],
    ['when the clock of the org is wrong', { kind: 'clock', offsetMs: -3_600_000 }],
  ] as const;

  test.each(plans)('%s', async (_name, plan) => {
    await at.fault(small);
    if (plan) await at.fault(plan);
    expectAll(await idsOf(settings));
    expect(said.at(-1)).toBe(counted);
    expect(at.counters.sessions).toBe(plan && 'status' in plan && plan.status === 401 ? 1 : 0);
  });

  test('when all sessions end between two pages', async () => {
    await at.fault(small);
    let isDone = false;
    const end = async (): Promise<void> => {
      if (!isDone) await at.fault({ kind: 'expireTokens' });
      isDone = true;
    };
    expectAll(await idsOf(settings, { each: end }));
    expect(at.counters.sessions).toBe(1);
  });

  test('when it breaks off and goes on from its cursor', async () => {
    await at.fault(small);
    const before: string[] = [];
    let cursor: Cursor | undefined;
    const stop = new Error('stop');
    const broken = idsOf(settings, {
      each: (batch, ids) => {
        before.splice(0, before.length, ...ids);
        cursor = batch.cursor;
        if (ids.length >= 150) throw stop;
      },
    });
    await expect(broken).rejects.toBe(stop);
    expect(before).toHaveLength(150);
    expectAll([...before, ...(await idsOf(settings, { from: JSON.parse(JSON.stringify(cursor)) as Cursor }))]);
  });
});

describe('ranges of Id', () => {
  test('each record keeps its place when a run is resumed, and ranges that were read are not read again', async () => {
    await at.fault(small);
    const cursors: Cursor[] = [];
    const ids = await idsOf(ways.ranges, { each: ({ cursor }) => void cursors.push(cursor!) });
    at.counters.apiCalls = 0;
    const from = JSON.parse(JSON.stringify(cursors[5])) as Cursor;
    expect(await idsOf(ways.ranges, { from })).toEqual(ids.slice(Number(from['ordinal'])));
    expect(said.filter((line) => line.includes('side by side'))).toEqual(['The query is read in 3 ranges of Id side by side.']);
  });

  test('a condition, values and deleted records hold in each of them', async () => {
    await at.fault(small);
    const soql = "SELECT Id FROM Contact WHERE LastName != :name OR Email = 'nobody@example.com'";
    const binds: Settings['binds'] = [{ name: 'name', type: 'text', value: 'Nobody' }];
    expectAll(await idsOf({ ...ways.ranges, soql, binds, deleted: true }));
  });

  test('a query that needs all records together is refused, or left whole where nobody asked for ranges', async () => {
    const refused = { kind: 'settings', code: 'queryNotForRanges', message: 'This query cannot be read by ranges of Id: it has ORDER BY.', where: { path: ['splits'] } };
    await expect(idsOf({ ...ways.ranges, soql: 'SELECT Id FROM Contact ORDER BY Id' })).rejects.toMatchObject(refused);
    expectAll(await idsOf({ api: 'rest', splits: 'auto' }));
  });

  test('what fits into one page is not cut', async () => {
    expectAll(await idsOf(ways.ranges));
    expect(said).toEqual([`The org counted ${total} records; ${total} were read.`]);
  });
});

test('a session that ends between two polls of a bulk job is renewed once', async () => {
  await at.fault({ kind: 'status', status: 401, errorCode: 'INVALID_SESSION_ID', method: 'GET', path: '/jobs/query/' });
  expectAll(await idsOf(ways.bulk));
  expect(at.counters.sessions).toBe(1);
});

// That many become a bulk job, and stay pages where those are asked for: manyRecords.test.ts.
test.each([
  ['the first page says that there are few: pages', { api: 'auto', bulkFrom: 2000 }, false],
  ['a bulk job is asked for, although there are few', { api: 'bulk', bulkFrom: 2000 }, true],
] as const)('the API is chosen by the count or forced: %s', async (_name, settings, isBulk) => {
  await at.fault({ kind: 'pages', size: 50 });
  expectAll(await idsOf(settings));
  expect(said.some((line) => line.startsWith('The query became the bulk job'))).toBe(isBulk);
  expect(said.at(-1)).toBe(`The org counted ${total} records; ${total} were read.`);
});

describe('a bulk query that does not end well says so', () => {
  test.each(['failed', 'aborted'])('the job %s', async (outcome) => {
    await at.fault({ kind: 'job', outcome });
    await expect(idsOf({ api: 'bulk' })).rejects.toMatchObject({ kind: 'service', code: 'bulkJobFailed' });
  });

  test('it cannot be one', async () => {
    const message = 'This query cannot be a bulk job: it has COUNT().';
    await expect(idsOf({ api: 'bulk', soql: 'SELECT COUNT(Id) FROM Contact' })).rejects.toMatchObject({ kind: 'settings', code: 'queryNotForBulk', message });
  });
});

describe('what is read', () => {
  test('changes since a moment come with an overlap', async () => {
    await send('POST', 'Lead', { LastName: 'New', Company: 'New Ltd' });
    const soql = "SELECT Id FROM Lead WHERE LastName = 'New' OR LastName = 'Nobody'";
    const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
    expect(await idsOf({ soql, changes: 'sinceMoment', since: inMinutes(3), overlap: 5 })).toHaveLength(1);
    expect(await idsOf({ soql, changes: 'sinceMoment', since: inMinutes(3), overlap: 1 })).toEqual([]);
    expect(await idsOf({ soql, changes: 'sinceMoment', since: inMinutes(-3), overlap: 0, api: 'bulk' })).toHaveLength(1);
  });

  test('a query that is too long for an address is read all the same, and refused in the same words', async () => {
    const values = Array.from({ length: 900 }, (_, index) => `Nobody number ${index}`).join('\n');
    const binds: Settings['binds'] = [{ name: 'names', type: 'texts', value: `${values}\nNobody\n` }];
    expect(await idsOf({ soql: 'SELECT Id FROM Contact WHERE LastName NOT IN :names', binds })).toHaveLength(total);
    await expect(idsOf({ soql: 'SELECT Id FROM Contact WHERE Nowhere__c IN :names', binds })).rejects.toMatchObject({ kind: 'settings', code: 'fieldUnknown' });
  });

  test('deleted records come too when they are asked for', async () => {
    const made = (await (await send('POST', 'Lead', { LastName: 'Gone', Company: 'Gone Ltd' })).json()) as { id: string };
    await send('DELETE', `Lead/${made.id}`);
    const soql = "SELECT Id FROM Lead WHERE Company = 'Gone Ltd'";
    expect(await idsOf({ soql })).toEqual([]);
    expect(await idsOf({ soql, deleted: true })).toEqual([made.id]);
    expect(await idsOf({ soql, deleted: true, api: 'bulk' })).toEqual([made.id]);
  });
});

import { expect, test } from 'vitest';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import { bulkQuery, startBulkQuery, type BulkQueryPlace } from './bulkQuery.ts';
import type { SalesforceOrg } from './salesforceOrg.ts';

const at = orgForTests();
const request = { soql: 'SELECT Id FROM Contact ORDER BY Id', isAll: false };
/** In pages of 30 the 340 contacts are twelve pages, listed five at a time. */
const small = { kind: 'pages', size: 30 };

/** The org, and what is fetched from it: addresses, and how many pages were on their way at once. */
function watched(org: SalesforceOrg): { readonly org: SalesforceOrg; readonly seen: { paths: string[]; open: number; most: number } } {
  const seen = { paths: [] as string[], open: 0, most: 0 };
  const download: SalesforceOrg['download'] = async (call, ...rest) => {
    seen.paths.push(call.path);
    seen.most = Math.max(seen.most, ++seen.open);
    const answer = await org.download(call, ...rest);
    answer.body.once('close', () => seen.open--);
    return answer;
  };
  return { seen, org: { ...org, connection: org.connection, download } };
}

async function read(org: SalesforceOrg, from?: BulkQueryPlace, more: { isOneByOne?: boolean; stopAfter?: number } = {}): Promise<{ ids: string[]; places: BulkQueryPlace[] }> {
  const start = from ?? (await startBulkQuery(org, request, at.counters, at.signal));
  const [ids, places] = [[] as string[], [] as BulkQueryPlace[]];
  for await (const { block, first, rowCount, place } of bulkQuery(org, { ...request, ...more }, start, at.counters, at.signal)) {
    for (let row = first; row < rowCount; row++) ids.push(block.text(row, 0)!);
    places.push(place);
    if (ids.length >= (more.stopAfter ?? Infinity)) break;
  }
  return { ids, places };
}

test('pages that the org lists are fetched side by side and given in their order', async () => {
  await at.fault(small);
  const { org, seen } = watched(at.org);
  const { ids } = await read(org);
  expect(ids).toHaveLength(340);
  expect(ids).toEqual([...ids].sort());
  expect(seen.most).toBe(4);
  expect(seen.paths).toHaveLength(12);
  expect(seen.paths.every((path) => path.includes('/results?locator='))).toBe(true);
});

test('reading goes on from any place: nothing is lost, nothing comes twice', async () => {
  await at.fault(small);
  const whole = await read(at.org);
  for (const place of [whole.places[0]!, whole.places[6]!, whole.places.at(-1)!]) {
    const rest = await read(at.org, JSON.parse(JSON.stringify(place)) as BulkQueryPlace);
    expect(rest.ids).toEqual(whole.ids.slice(place.rows));
  }
});

test('a run of an older Sluice, whose pages name one another, is gone on with the same way', async () => {
  await at.fault(small);
  const { places, ids } = await read(at.org, undefined, { isOneByOne: true });
  expect(places[3]).toMatchObject({ list: '' });
  expect((await read(at.org, places[3])).ids).toEqual(ids.slice(places[3]!.rows));
});

test.each([
  ['it is told so', async () => undefined, { isOneByOne: true }],
  ['the org lists no pages', () => at.fault({ kind: 'status', status: 404, errorCode: 'NOT_FOUND', path: '/resultPages' }), {}],
])('one page after another where %s', async (_name, prepare, more) => {
  await at.fault(small);
  await prepare();
  const { org, seen } = watched(at.org);
  const { ids } = await read(org, undefined, more);
  expect([ids.length, new Set(ids).size, seen.most]).toEqual([340, 340, 1]);
  expect(seen.paths.every((path) => path.includes('maxRecords='))).toBe(true);
});

test('a page that is cut while it waits for its turn comes whole all the same', async () => {
  await at.fault(small);
  await at.fault({ kind: 'cut', afterBytes: 200, path: '/results', times: 5 });
  const { ids } = await read(at.org);
  expect([ids.length, new Set(ids).size]).toEqual([340, 340]);
});

test('who stops reading leaves nothing open', async () => {
  await at.fault(small);
  const { org, seen } = watched(at.org);
  await read(org, undefined, { stopAfter: 30 });
  await expect.poll(() => seen.open).toBe(0);
});

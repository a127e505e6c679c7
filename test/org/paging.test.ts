import { beforeAll, expect, test } from 'vitest';
import { apiVersion, orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();
const count = 4_500;

beforeAll(async () => {
  const records = Array.from({ length: count }, (_, index) => ({
    LastName: `Paged ${String(index).padStart(4, '0')}`,
    Company: 'Paging',
    External_Key__c: `P-${index}`,
  }));
  const outcomes = await fixture.connection.sobject('Lead').create(records, { allowRecursive: true });
  expect(outcomes.filter(({ success }) => success)).toHaveLength(count);
});

const soql = "SELECT LastName FROM Lead WHERE Company = 'Paging' ORDER BY LastName";

async function page(path: string, batchSize = 2_000): Promise<{ totalSize: number; done: boolean; nextRecordsUrl?: string; records: { LastName: string }[] }> {
  const response = await fixture.fetch(path, { headers: { 'sforce-query-options': `batchSize=${batchSize}` } });
  return (await response.json()) as Awaited<ReturnType<typeof page>>;
}

test('jsforce reads page after page', async () => {
  const first = await fixture.connection.query<{ LastName: string }>(soql);
  expect(first).toMatchObject({ totalSize: count, done: false });
  expect(first.nextRecordsUrl).toMatch(new RegExp(`/services/data/v${apiVersion}/query/0r8\\w{15}-2000$`));
  const second = await fixture.connection.queryMore<{ LastName: string }>(first.nextRecordsUrl!);
  const third = await fixture.connection.queryMore<{ LastName: string }>(second.nextRecordsUrl!);
  expect(third).toMatchObject({ totalSize: count, done: true });
  const all = [...first.records, ...second.records, ...third.records].map(({ LastName }) => LastName);
  expect(all).toEqual(Array.from({ length: count }, (_, index) => `Paged ${String(index).padStart(4, '0')}`));
});

test('a result stays what it was: later writes neither repeat nor skip a record', async () => {
  const first = await page(`/services/data/v${apiVersion}/query?q=${encodeURIComponent(soql)}`);
  const added = await fixture.connection.sobject('Lead').create({ LastName: 'Paged 0000a', Company: 'Paging' });
  const {
    records: [gone],
  } = await fixture.connection.query<{ Id: string }>("SELECT Id FROM Lead WHERE LastName = 'Paged 3000'");
  await fixture.connection.sobject('Lead').destroy(gone!.Id);
  const second = await page(first.nextRecordsUrl!);
  expect(second.totalSize).toBe(first.totalSize);
  expect(second.records[0]!.LastName).toBe('Paged 2000');
  expect(second.records[1_000]!.LastName).toBe('Paged 3000');
  await fixture.connection.sobject('Lead').destroy(added.id!);
  await fixture.connection.sobject('Lead').create({ LastName: 'Paged 3000', Company: 'Paging' });
});

test('pages are as large as asked for, from 200 to 2,000', async () => {
  const url = `/services/data/v${apiVersion}/query?q=${encodeURIComponent(soql)}`;
  expect((await page(url, 10)).records).toHaveLength(200);
  expect((await page(url, 9_999)).records).toHaveLength(2_000);
  const small = await page(url, 300);
  expect(small.records).toHaveLength(300);
  const next = await page(small.nextRecordsUrl!, 1_900);
  expect([next.records[0]!.LastName, next.records.length, next.nextRecordsUrl!.slice(-5)]).toEqual(['Paged 0300', 1_900, '-2200']);
});

test('a limit ends the pages', async () => {
  const first = await page(`/services/data/v${apiVersion}/query?q=${encodeURIComponent(`${soql} LIMIT 2100`)}`);
  expect(first.totalSize).toBe(2_100);
  const last = await page(first.nextRecordsUrl!);
  expect([last.records.length, last.done, last.nextRecordsUrl]).toEqual([100, true, undefined]);
});

test('queryAll keeps deleted records over all its pages', async () => {
  const { records } = await fixture.connection.query<{ Id: string }>(
    "SELECT Id FROM Lead WHERE LastName >= 'Paged 4000' AND Company = 'Paging' ORDER BY LastName",
  );
  const ids = records.slice(0, 200).map(({ Id }) => Id);
  await fixture.connection.sobject('Lead').destroy(ids);
  expect((await fixture.connection.query("SELECT COUNT() FROM Lead WHERE Company = 'Paging'")).totalSize).toBe(count - 200);
  const first = await fixture.connection.query<{ IsDeleted: boolean }>("SELECT Id, IsDeleted FROM Lead WHERE LastName >= 'Paged 2000' AND Company = 'Paging'", {
    scanAll: true,
    autoFetch: true,
    maxFetch: 10_000,
  });
  expect(first.records.filter(({ IsDeleted }) => IsDeleted).length).toBeGreaterThanOrEqual(200);
  await fixture.connection.sobject('Lead').create(ids.map((_, index) => ({ LastName: `Paged ${4_000 + index}`, Company: 'Paging' })));
});

test('the children of one parent have pages of their own', async () => {
  const { id } = await fixture.connection.sobject('Account').create({ Name: 'Many contacts' });
  await fixture.connection.sobject('Contact').create(
    Array.from({ length: 450 }, (_, index) => ({ LastName: `Child ${String(index).padStart(3, '0')}`, AccountId: id! })),
    { allowRecursive: true },
  );
  const query = encodeURIComponent(`SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Id = '${id!}'`);
  const {
    records: [account],
  } = (await page(`/services/data/v${apiVersion}/query?q=${query}`, 200)) as unknown as {
    records: { Contacts: { totalSize: number; done: boolean; nextRecordsUrl: string; records: unknown[] } }[];
  };
  expect(account!.Contacts).toMatchObject({ totalSize: 450, done: false });
  expect(account!.Contacts.records).toHaveLength(200);
  const rest = await page(account!.Contacts.nextRecordsUrl);
  expect([rest.records[0]!.LastName, rest.records.length, rest.done]).toEqual(['Child 200', 250, true]);
});

test('a locator nobody gave is refused', async () => {
  expect(await refusalOf(fixture.connection.queryMore('0r8000000000zzzAAA-2000'))).toMatchObject({
    errorCode: 'INVALID_QUERY_LOCATOR',
    message: 'invalid query locator',
  });
});

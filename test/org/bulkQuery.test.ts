import jsforce from 'jsforce';
import { expect, test } from 'vitest';
import { count, ended, ingest, jobs, refused, send, signedIn, startQuery } from './bulkFixture.ts';
import { apiVersion, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();

interface Page {
  readonly locator: string | null;
  readonly records: string | null;
  readonly lines: string[];
}

async function page(path: string): Promise<Page> {
  const response = await fixture.fetch(path);
  const text = await response.text();
  if (response.status !== 200) throw new Error(text);
  return { locator: response.headers.get('sforce-locator'), records: response.headers.get('sforce-numberofrecords'), lines: text.split('\n').slice(0, -1) };
}

test('jsforce reads a query', async () => {
  const records = await fixture.connection.bulk2.query('SELECT Id, Name FROM Contact', { pollInterval: 10 }).then((stream) => stream.toArray());
  expect(records).toHaveLength(await count(fixture.connection, 'Contact'));
  expect(records[0]).toEqual({ Id: expect.stringMatching(/^003\w{15}$/), Name: expect.any(String) });
});

test('a query job has no upload, and is complete when its result is', async () => {
  const response = await send(fixture, 'POST', `${jobs}/query`, { operation: 'query', query: 'SELECT Id FROM Account', contentType: 'CSV' });
  const job = (await response.json()) as { id: string };
  expect(job.id).toMatch(/^750\w{15}$/);
  expect(job).toMatchObject({ state: 'UploadComplete', object: 'Account', jobType: 'V2Query', isPkChunkingSupported: true });
  expect(await ended(fixture, 'query', job.id)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: await count(fixture.connection, 'Account') });
});

test('pages repeat the header, follow their locators to the end, and can be read again', async () => {
  const id = await startQuery(fixture, 'SELECT Id FROM Contact ORDER BY Id');
  const { numberRecordsProcessed: total } = await ended(fixture, 'query', id);
  const whole = await page(`${jobs}/query/${id}/results`);
  expect([whole.locator, whole.records, whole.lines.length]).toEqual(['null', String(total), total + 1]);
  const read: string[] = [];
  for (let locator = ''; locator !== 'null'; ) {
    const next = await page(`${jobs}/query/${id}/results?maxRecords=70${locator && `&locator=${locator}`}`);
    expect(next.lines[0]).toBe('"Id"');
    expect(next.lines).toHaveLength(Number(next.records) + 1);
    read.push(...next.lines.slice(1));
    locator = next.locator!;
  }
  expect(read).toEqual(whole.lines.slice(1));
});

test('result pages can be read side by side', async () => {
  const id = await startQuery(fixture, 'SELECT Id FROM Contact');
  const { numberRecordsProcessed: total } = await ended(fixture, 'query', id);
  const urls: string[] = [];
  for (let url: string | null = `${jobs}/query/${id}/resultPages?maxRecords=20`; url !== null; ) {
    const answer = (await (await fixture.fetch(url)).json()) as { resultPages: { resultUrl: string }[]; nextRecordsUrl: string | null; done: boolean };
    expect(answer.resultPages.length).toBeLessThanOrEqual(5);
    expect(answer.done).toBe(answer.nextRecordsUrl === null);
    urls.push(...answer.resultPages.map(({ resultUrl }) => resultUrl));
    url = answer.nextRecordsUrl;
  }
  const pages = await Promise.all(urls.map(page));
  expect(new Set(pages.flatMap(({ lines }) => lines.slice(1))).size).toBe(total);
});

test('values with quotes and line breaks stay whole at the edge of a page', async () => {
  const names = ['a "quoted"\nname', 'b, two', 'c\r\nlines'];
  for (const Description of names) await fixture.connection.sobject('Lead').create({ LastName: 'Edge', Company: 'Co', Description });
  const id = await startQuery(fixture, "SELECT Description FROM Lead WHERE LastName = 'Edge' ORDER BY Id");
  await ended(fixture, 'query', id);
  const texts: string[] = [];
  for (let locator = ''; locator !== 'null'; ) {
    const response = await fixture.fetch(`${jobs}/query/${id}/results?maxRecords=1${locator && `&locator=${locator}`}`);
    texts.push(await response.text());
    locator = response.headers.get('sforce-locator')!;
  }
  expect(texts).toEqual(names.map((name) => `"Description"\n"${name.replaceAll('"', '""')}"\n`));
});

test('values are written as the Bulk API writes them, in the columns the query names', async () => {
  const { id: lead } = await fixture.connection.sobject('Lead').create({ LastName: 'Shape', Company: 'Co', AnnualRevenue: 12 });
  const soql = `SELECT owner.NAME, l.LastName, IsConverted, Owner.Username, AnnualRevenue, Phone, CreatedDate FROM Lead l WHERE Id = '${lead!}'`;
  const id = await startQuery(fixture, soql, {
    columnDelimiter: 'PIPE',
    lineEnding: 'CRLF',
  });
  await ended(fixture, 'query', id);
  const text = await (await fixture.fetch(`${jobs}/query/${id}/results`)).text();
  const [header, line, end] = text.split('\r\n');
  expect([header, end]).toEqual(['"Owner.Name"|"LastName"|"IsConverted"|"Owner.Username"|"AnnualRevenue"|"Phone"|"CreatedDate"', '']);
  expect(line).toMatch(/^"[^"]+"\|"Shape"\|"false"\|"[^"]+"\|"12"\|""\|"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z"$/);
});

test('queryAll has what is in the recycle bin', async () => {
  const { id: lead } = await fixture.connection.sobject('Lead').create({ LastName: 'Binned', Company: 'Co' });
  await fixture.connection.sobject('Lead').destroy(lead!);
  for (const [operation, found] of [['query', 0], ['queryAll', 1]] as const) {
    const id = await startQuery(fixture, "SELECT Id FROM Lead WHERE LastName = 'Binned'", { operation });
    expect(await ended(fixture, 'query', id)).toMatchObject({ numberRecordsProcessed: found });
    expect((await page(`${jobs}/query/${id}/results`)).lines).toHaveLength(found + 1);
  }
});

test.each([
  ['SELECT COUNT(Id) FROM Lead', 'API_ERROR'],
  ['SELECT Industry FROM Lead GROUP BY Industry', 'API_ERROR'],
  ['SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'API_ERROR'],
  ['SELECT Id FROM Lead LIMIT 5 OFFSET 5', 'API_ERROR'],
  ['SELECT Address FROM Lead', 'API_ERROR'],
  ['SELECT Id FRM Lead', 'MALFORMED_QUERY'],
  ['SELECT Shoe FROM Lead', 'INVALID_FIELD'],
])('%s is refused', async (query, errorCode) => {
  expect((await refused(send(fixture, 'POST', `${jobs}/query`, { operation: 'query', query }))).slice(0, 2)).toEqual([400, errorCode]);
});

test('results are read with the version that made the job', async () => {
  const id = await startQuery(fixture, 'SELECT Id FROM Account');
  await ended(fixture, 'query', id);
  const other = `${jobs}/query/${id}/results`.replace(apiVersion, '58.0');
  expect((await refused(fixture.fetch(other)))[0]).toBe(409);
});

test('a user reads and writes no more in bulk than elsewhere', async () => {
  const robot = new jsforce.Connection({ loginUrl: fixture.org.url, version: apiVersion });
  await robot.login('integration@sluice.example', 'sluice-demo-1');
  const own = signedIn(fixture.org.url, robot.accessToken!);
  const hidden = { operation: 'query', query: 'SELECT AnnualRevenue FROM Account' };
  expect((await refused(send(own, 'POST', `${jobs}/query`, hidden))).slice(0, 2)).toEqual([400, 'INVALID_FIELD']);
  expect(await ingest(own, { object: 'Account', operation: 'insert' }, 'Name,AnnualRevenue\nHidden,5\n')).toMatchObject({
    state: 'Failed',
    errorMessage: 'InvalidBatch : Field name not found : AnnualRevenue',
  });
  const { id } = await fixture.connection.sobject('Lead').create({ LastName: 'Kept', Company: 'Co' });
  expect(await ingest(own, { object: 'Lead', operation: 'delete' }, `Id\n${id!}\n`)).toMatchObject({ numberRecordsProcessed: 1, numberRecordsFailed: 1 });
});

test('locators and page sizes that make no sense are refused', async () => {
  const id = await startQuery(fixture, 'SELECT Id FROM Account');
  await ended(fixture, 'query', id);
  expect((await refused(fixture.fetch(`${jobs}/query/${id}/results?locator=zzz`)))[1]).toBe('INVALID_QUERY_LOCATOR');
  expect((await refused(fixture.fetch(`${jobs}/query/${id}/results?maxRecords=0`)))[1]).toBe('INVALID_FIELD');
});

test('a query job can be aborted and deleted', async () => {
  const id = await startQuery(fixture, 'SELECT Id FROM Account');
  expect(await (await send(fixture, 'PATCH', `${jobs}/query/${id}`, { state: 'Aborted' })).json()).toMatchObject({ state: 'Aborted' });
  expect((await refused(fixture.fetch(`${jobs}/query/${id}/results`)))[1]).toBe('INVALIDJOBSTATE');
  expect((await fixture.fetch(`${jobs}/query/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await fixture.fetch(`${jobs}/query/${id}`)).status).toBe(404);
});

test('pages can be made small', async () => {
  const id = await startQuery(fixture, 'SELECT Id FROM Account');
  await ended(fixture, 'query', id);
  await fixture.fault({ kind: 'pages', size: 3 });
  expect(await page(`${jobs}/query/${id}/results`)).toMatchObject({ records: '3', locator: expect.not.stringMatching(/^null$/) as string });
  await fixture.fetch('/demo/faults', { method: 'DELETE', headers: { 'content-type': 'application/json' } });
});

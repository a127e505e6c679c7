import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Secret, type Connection } from '../../kit/connection.ts';
import { bulkIngest, type IngestOutcome } from './bulkIngest.ts';
import { bulkQuery, startBulkQuery } from './bulkQuery.ts';
import { restQuery } from './restQuery.ts';
import { openOrg } from './salesforceOrg.ts';
import { uncounted } from './sharedOrg.ts';

/*
 * What jsforce 3.10.26 does wrong with data in volume, and that none of it meets us. Each test is an org that meets jsforce's weakness;
 * the number is in its name where there is one.
 */

const { signal } = new AbortController();
type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void | Promise<void>;

/** An org that answers as told, and the calls it got as `GET /jobs/query/750`. */
async function orgThat(answer: Answer) {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const path = request.url!.replace(/^\/services\/data\/v[\d.]+/, '');
      calls.push(`${request.method} ${path}`);
      request.url = path;
      void answer(request, response, Buffer.concat(parts).toString());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let made = 0;
  const withToken = (token: string): Connection => ({
    name: 'crm',
    system: 'salesforce',
    environment: 'demo',
    settings: { instanceUrl: url },
    secrets: { accessToken: new Secret(token) },
    renew: async () => withToken(`token${++made}`),
  });
  const org = openOrg(withToken('token0'));
  onTestFinished(async () => {
    await org.close();
    server.closeAllConnections();
    server.close();
  });
  return { org, calls, made: () => made };
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** An org with the results of one query job, in pages of these rows. */
function queryOrg(pages: readonly (readonly string[])[], processed = pages.flat().length): Answer {
  return (request, response) => {
    if (request.method === 'POST') return json(response, { id: '750000000000001AAA', state: 'UploadComplete', object: 'Account' });
    if (!request.url!.includes('/results')) return json(response, { id: '750000000000001AAA', state: 'JobComplete', object: 'Account', numberRecordsProcessed: processed });
    const page = Number(/locator=(\d+)/.exec(request.url!)?.[1] ?? 0);
    const next = page + 1 < pages.length ? String(page + 1) : 'null';
    response.writeHead(200, { 'content-type': 'text/csv', 'sforce-locator': next, 'sforce-numberofrecords': String(pages[page]!.length) });
    response.end(['"Id","Name"', ...pages[page]!.map((id) => `"${id}","name of ${id}"`), ''].join('\n'));
  };
}

async function idsOf(org: ReturnType<typeof openOrg>, more: { stillMs?: number } = {}): Promise<string[]> {
  const request = { soql: 'SELECT Id, Name FROM Account', isAll: false, ...more };
  const ids: string[] = [];
  for await (const { block, first, rowCount } of bulkQuery(org, request, await startBulkQuery(org, request, uncounted, signal), uncounted, signal)) {
    for (let row = first; row < rowCount; row++) ids.push(block.text(row, 0)!);
  }
  return ids;
}

async function load(org: ReturnType<typeof openOrg>, count: number, more: { stillMs?: number } = {}): Promise<IngestOutcome[]> {
  const outcomes: IngestOutcome[] = [];
  async function* rows() {
    yield Array.from({ length: count }, (_, index) => [`row ${index}`]);
  }
  const request = { operation: 'insert', object: 'Account', columns: ['Name'], rows: rows(), onJob: () => undefined, ...more } as const;
  for await (const group of bulkIngest(org, request, uncounted, signal)) outcomes.push(...group);
  return outcomes;
}

/** An org that takes ingest jobs and writes every row. `before` may answer a call in its place. */
function ingestOrg(before: (request: IncomingMessage, response: ServerResponse, body: string) => boolean = () => false): Answer {
  const uploads = new Map<string, string>();
  const done = new Set<string>();
  return (request, response, body) => {
    if (before(request, response, body)) return;
    const id = /750\d{12}AAA/.exec(request.url!)?.[0] ?? `750${String(uploads.size + 1).padStart(12, '0')}AAA`;
    if (request.method === 'POST') uploads.set(id, '');
    if (request.method === 'PUT') {
      uploads.set(id, body);
      response.writeHead(201).end();
      return;
    }
    if (request.method === 'PATCH' && body.includes('UploadComplete')) done.add(id);
    const [, ...lines] = (uploads.get(id) ?? '').trimEnd().split('\n');
    if (/Results|records/.test(request.url!)) {
      response.writeHead(200, { 'content-type': 'text/csv' });
      const own = request.url!.includes('successful') ? lines.map((line, index) => `"001${index}","true",${line}`) : [];
      response.end(['"sf__Id","sf__Created","Name"', ...own, ''].join('\n'));
      return;
    }
    json(response, { id, state: done.has(id) ? 'JobComplete' : 'Open', object: 'Account', numberRecordsProcessed: lines.length });
  };
}

const page = (from: number, count: number): string[] => Array.from({ length: count }, (_, index) => `001${String(from + index).padStart(12, '0')}`);

describe('results of a bulk query', () => {
  test('#697, #162: more than 500,000 rows in one page do not stall', async () => {
    const { org } = await orgThat((request, response) => {
      if (!request.url!.includes('/results')) return queryOrg([[]], 600_000)(request, response, '');
      response.writeHead(200, { 'content-type': 'text/csv', 'sforce-locator': 'null', 'sforce-numberofrecords': '600000' });
      response.end(`Id,Name\n${'001,x\n'.repeat(600_000)}`);
    });
    let rows = 0;
    const request = { soql: 'SELECT Id, Name FROM Account', isAll: false };
    for await (const { place } of bulkQuery(org, request, await startBulkQuery(org, request, uncounted, signal), uncounted, signal)) rows = place.rows;
    expect(rows).toBe(600_000);
  });

  test('the header row of a later page is no record', async () => {
    const { org } = await orgThat(queryOrg([page(0, 3), page(3, 3), page(6, 1)]));
    expect(await idsOf(org)).toEqual(page(0, 7));
  });

  test('#1546: small pages do not end the process, and do not mix', async () => {
    const pages = Array.from({ length: 30 }, (_, index) => page(index * 10, 10));
    const { org } = await orgThat(queryOrg(pages));
    expect(await idsOf(org)).toEqual(pages.flat());
  });

  test('forcedotcom/cli#1995, #691, #543: a page is not held as a whole', async () => {
    const { org } = await orgThat((request, response) => {
      if (!request.url!.includes('/results')) return queryOrg([[]])(request, response, '');
      // The second half never comes: whoever waits for the end of the body sees nothing.
      response.writeHead(200, { 'content-type': 'text/csv', 'sforce-locator': 'null' });
      response.write(`Id,Name\n${'001,x\n'.repeat(40_000)}`);
    });
    const request = { soql: 'SELECT Id, Name FROM Account', isAll: false };
    const rows = bulkQuery(org, request, await startBulkQuery(org, request, uncounted, signal), uncounted, signal);
    expect((await rows.next()).done).toBe(false);
    await rows.return(undefined);
  });

  test('a result that has another number of rows than the org counted is not taken for whole', async () => {
    const { org } = await orgThat(queryOrg([page(0, 3)], 4));
    await expect(idsOf(org)).rejects.toMatchObject({ code: 'bulkCountDiffers' });
  });
});

describe('jobs', () => {
  test('forcedotcom/packaging#718: a job that takes too long is given up, never deleted', async () => {
    const working: Answer = (_, response) => json(response, { id: '750000000000001AAA', state: 'InProgress', object: 'Account' });
    const { org, calls } = await orgThat(working);
    await expect(idsOf(org, { stillMs: 120 })).rejects.toMatchObject({ code: 'bulkJobStuck', data: { job: '750000000000001AAA' } });
    expect(calls.filter((call) => call.startsWith('DELETE') || call.startsWith('PATCH'))).toEqual([]);
  });
});

describe('an upload', () => {
  const refuse = (status: number, errorCode: string, times: number) => {
    let left = times;
    return (request: IncomingMessage, response: ServerResponse): boolean => {
      if (request.method !== 'PUT' || left-- <= 0) return false;
      json(response, [{ errorCode, message: 'no' }], status);
      return true;
    };
  };

  test('that the org was too busy for is sent again whole, to a new job', async () => {
    const { org, calls } = await orgThat(ingestOrg(refuse(503, 'SERVER_UNAVAILABLE', 1)));
    expect(await load(org, 50)).toHaveLength(50);
    expect(calls.filter((call) => call.startsWith('PUT'))).toEqual(['PUT /jobs/ingest/750000000000001AAA/batches', 'PUT /jobs/ingest/750000000000002AAA/batches']);
  });

  test('that met a session which had ended is sent again whole, with a new session', async () => {
    const { org, made } = await orgThat(ingestOrg(refuse(401, 'INVALID_SESSION_ID', 1)));
    expect(await load(org, 50)).toHaveLength(50);
    expect(made()).toBe(1);
  });

  test('#258: has every column, whatever the first row fills', async () => {
    let sent = '';
    const { org } = await orgThat(ingestOrg((request, _, body) => {
      if (request.method === 'PUT') sent = body;
      return false;
    }));
    await load(org, 1);
    expect(sent).toBe('Name\nrow 0\n');
  });
});

describe('sessions and calls', () => {
  test('PR #1833: a new session that is refused as well ends the call, after two', async () => {
    const { org, calls, made } = await orgThat((_, response) => json(response, [{ errorCode: 'INVALID_SESSION_ID', message: 'no' }], 401));
    await expect(org.request({ method: 'GET', path: '/limits', idempotent: true }, uncounted, signal)).rejects.toMatchObject({ code: 'loginExpired' });
    expect([calls.length, made()]).toEqual([2, 1]);
  });

  test('#1663, #1577, PR #1831: an error reaches its caller and nobody else', async () => {
    const strays: unknown[] = [];
    const stray = (error: unknown): void => void strays.push(error);
    process.on('unhandledRejection', stray);
    onTestFinished(() => void process.off('unhandledRejection', stray));
    const { org } = await orgThat((_, response) => json(response, [{ errorCode: 'MALFORMED_QUERY', message: 'no' }], 400));
    await expect(restQuery(org, '/query?q=x', 2000, uncounted, signal).next()).rejects.toMatchObject({ code: 'queryMalformed' });
    await expect(idsOf(org)).rejects.toMatchObject({ code: 'queryMalformed' });
    await new Promise((resolve) => void setImmediate(resolve));
    expect(strays).toEqual([]);
  });

  test('POST is sent again where that is safe, which jsforce never does', async () => {
    let asked = 0;
    const { org } = await orgThat((_, response) => (++asked === 1 ? json(response, [{ errorCode: 'SERVER_UNAVAILABLE', message: 'no' }], 503) : json(response, { ok: true })));
    expect(await org.request({ method: 'POST', path: '/x', body: {}, idempotent: true }, uncounted, signal)).toEqual({ ok: true });
  });

  test('a proxy of the environment is not asked for an org on this machine', async () => {
    const before = process.env['http_proxy'];
    process.env['http_proxy'] = 'http://127.0.0.1:9';
    onTestFinished(() => void (before === undefined ? delete process.env['http_proxy'] : (process.env['http_proxy'] = before)));
    const { org } = await orgThat((_, response) => json(response, { ok: true }));
    expect(await org.request({ method: 'GET', path: '/limits', idempotent: true }, uncounted, signal)).toEqual({ ok: true });
  });

  test('a query goes on past 10,000 records', async () => {
    const records = Array.from({ length: 2000 }, (_, index) => ({ Id: String(index) }));
    const { org } = await orgThat((request, response) => {
      const at = Number(/-(\d+)$/.exec(request.url!)?.[1] ?? 0);
      json(response, { totalSize: 12_000, done: at === 10_000, records, ...(at === 10_000 ? {} : { nextRecordsUrl: `/services/data/v65.0/query/0r8-${at + 2000}` }) });
    });
    let read = 0;
    for await (const page of restQuery(org, '/query?q=x', 2000, uncounted, signal)) read += page.records.length;
    expect(read).toBe(12_000);
  });

  test('the next page of a query with deleted records is asked for as the org named it', async () => {
    const first = { totalSize: 1, done: false, nextRecordsUrl: '/services/data/v65.0/queryAll/0r8-1', records: [] };
    const last = { totalSize: 1, done: true, records: [{ Id: '1' }] };
    const { org, calls } = await orgThat((request, response) => json(response, request.url!.includes('?q=') ? first : last));
    for await (const _ of restQuery(org, '/queryAll?q=x', 2000, uncounted, signal));
    expect(calls).toEqual(['GET /queryAll?q=x', 'GET /queryAll/0r8-1']);
  });
});

import { request, type IncomingHttpHeaders } from 'node:http';
import { deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ended, ingest, jobs, openJob, resultLines, startQuery } from './bulkFixture.ts';
import { apiVersion, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();
const data = `/services/data/v${apiVersion}`;
const all = `${data}/query?q=SELECT+Id,Name+FROM+Account`;

interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request whose body goes out in these pieces, chunked, and whose answer is taken as it comes. */
function raw(path: string, { method = 'GET', pieces = [], ...headers }: { method?: string; pieces?: readonly (string | Uint8Array)[]; [header: string]: unknown } = {}): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: fixture.org.port, method, path, headers: { authorization: `Bearer ${fixture.org.accessToken}`, ...(headers as Record<string, string>) } },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }));
        response.on('error', reject);
      },
    );
    asked.on('error', reject);
    for (const piece of pieces) asked.write(piece);
    asked.end();
  });
}

test.each(['gzip', 'gzip, deflate', 'br;q=1.0, gzip;q=0.8', '*'])('an answer is packed for a client that takes %s', async (encoding) => {
  const plain = await raw(all);
  const packed = await raw(all, { 'accept-encoding': encoding });
  expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([undefined, 'gzip']);
  expect(packed.headers['content-length']).toBe(String(packed.body.length));
  expect(packed.body.length).toBeLessThan(plain.body.length / 2);
  expect(gunzipSync(packed.body).toString()).toBe(plain.body.toString());
});

test('it is not packed for a client that does not take it, nor where it is small', async () => {
  for (const encoding of ['identity', 'br', 'gzip;q=0', '*;q=0']) expect((await raw(all, { 'accept-encoding': encoding })).headers['content-encoding']).toBeUndefined();
  expect((await raw(`${data}/sobjects/Nothing`, { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBeUndefined();
});

test('what is streamed is packed as a stream', async () => {
  const id = await startQuery(fixture, 'SELECT Id, Name FROM Contact');
  await ended(fixture, 'query', id);
  const [plain, packed] = await Promise.all([raw(`${jobs}/query/${id}/results`), raw(`${jobs}/query/${id}/results`, { 'accept-encoding': 'gzip' })]);
  expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', 'transfer-encoding': 'chunked', 'content-type': 'text/csv', 'sforce-locator': 'null' });
  expect(gunzipSync(packed.body).toString()).toBe(plain.body.toString());
});

test('an answer that is cut on purpose is cut for a client that takes gzip too', async () => {
  await fixture.fault({ kind: 'cut', afterBytes: 100, times: 1 });
  await expect(raw(all, { 'accept-encoding': 'gzip' })).rejects.toThrow();
});

test('bodies arrive in chunks, packed or not', async () => {
  const record = '{"Name":"In pieces"}';
  const created = (answer: RawAnswer): unknown[] => [answer.status, (JSON.parse(answer.body.toString()) as { success: boolean }).success];
  const send = (pieces: (string | Uint8Array)[], encoding?: string): Promise<RawAnswer> =>
    raw(`${data}/sobjects/Account`, { method: 'POST', pieces, 'content-type': 'application/json', ...(encoding === undefined ? {} : { 'content-encoding': encoding }) });
  const half = (bytes: Uint8Array): Uint8Array[] => [bytes.subarray(0, 9), bytes.subarray(9)];
  expect(created(await send([record.slice(0, 5), record.slice(5)]))).toEqual([201, true]);
  expect(created(await send(half(gzipSync(record)), 'gzip'))).toEqual([201, true]);
  expect(created(await send(half(deflateSync(record)), 'deflate'))).toEqual([201, true]);
  expect((await send([record], 'br')).status).toBe(415);
});

test('a packed upload that is none is refused, and the job takes the right one afterwards', async () => {
  const id = await openJob(fixture, { object: 'Lead', operation: 'insert' });
  const csv = 'LastName,Company\nPacked,Co\n';
  const upload = (piece: Uint8Array | string): Promise<RawAnswer> =>
    raw(`${jobs}/ingest/${id}/batches`, { method: 'PUT', pieces: [piece], 'content-type': 'text/csv', 'content-encoding': 'gzip' });
  expect((await upload(csv)).status).toBe(400);
  expect((await upload(gzipSync(csv).subarray(0, 20))).status).toBe(400);
  expect((await upload(gzipSync(csv))).status).toBe(201);
});

test('results of an ingest job are packed too', async () => {
  const { id } = await ingest(fixture, { object: 'Lead', operation: 'insert' }, 'LastName,Company\nResults,Co\n');
  const answer = await raw(`${jobs}/ingest/${id}/successfulResults`, { 'accept-encoding': 'gzip' });
  expect(gunzipSync(answer.body).toString().trimEnd().split('\n')).toEqual(await resultLines(fixture, id, 'successfulResults'));
});

test('a body that grows beyond measure when unpacked is refused while it grows', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
  const answer = await raw(`${data}/sobjects/Account`, { method: 'POST', pieces: [bomb], 'content-type': 'application/json', 'content-encoding': 'gzip' });
  expect(answer.status).toBe(413);
  expect((await raw(`${data}/limits`)).status).toBe(200);
});

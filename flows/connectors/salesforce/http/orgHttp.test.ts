import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../../kit/connection.ts';
import { openGate } from '../orgGate.ts';
import { openOrg } from '../salesforceOrg.ts';
import { uncounted } from '../sharedOrg.ts';
import { packBody } from './packBody.ts';

const { signal } = new AbortController();
const text = JSON.stringify({ records: Array.from({ length: 5000 }, (_, index) => `record ${index * 7919}`) });

async function orgThat(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    sockets.add(request.socket);
    request.resume();
    answer(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const org = openOrg({ name: 'crm', system: 'salesforce', environment: 'demo', settings: { instanceUrl }, secrets: { accessToken: new Secret('t') } }, openGate({ firstRetryMs: 2 }));
  onTestFinished(async () => {
    await org.close();
    server.closeAllConnections();
    server.close();
  });
  return { org, sockets };
}

const ask = { method: 'GET', path: '/limits', idempotent: true } as const;

test('a body arrives as it was given', async () => {
  const sent = { records: Array.from({ length: 500 }, (_, index) => ({ Name: `Zoë ${index}` })) };
  let given: { readonly type: string | undefined; readonly body: string } | undefined;
  const { org } = await orgThat((response, request) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      given = { type: request.headers['content-type'], body: Buffer.concat(parts).toString() };
      response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
    });
  });
  expect(await org.request({ method: 'POST', path: '/composite/sobjects', body: sent, idempotent: false }, uncounted, signal)).toEqual([]);
  expect(given!.type).toBe('application/json');
  expect(JSON.parse(given!.body)).toEqual(sent);
});

const acme = 'https://acme.my.salesforce.com';
test.each([
  ['a long body of the REST API goes packed', acme, '/composite/sobjects', 500, 'gzip'],
  ['so does one to a whole path', acme, '/services/data/v65.0/composite', 500, 'gzip'],
  ['a short one goes as it is', acme, '/composite/sobjects', 5, undefined],
  ['so does one for Apex, of which nobody knows whether it unpacks', acme, '/services/apexrest/orders', 500, undefined],
  ['so does one that stays on this machine', 'http://127.0.0.1:4455', '/composite/sobjects', 500, undefined],
])('%s', (_name, instanceUrl, path, count, encoding) => {
  const text = JSON.stringify({ records: Array.from({ length: count }, (_, index) => ({ Name: `Zoë ${index}` })) });
  const { headers, body } = packBody(instanceUrl, path, text);
  expect(headers['content-encoding']).toBe(encoding);
  expect((encoding === 'gzip' ? gunzipSync(body) : body).toString()).toBe(text);
});

test.each([
  ['an answer without a body is nothing', 204, {}, '', undefined],
  ['one that is no JSON is its text', 200, { 'content-type': 'text/plain' }, 'ok', 'ok'],
  ['so is one that only says it is', 200, { 'content-type': 'application/json' }, '<html>', '<html>'],
])('%s', async (_name, status, headers, body, expected) => {
  const { org } = await orgThat((response) => response.writeHead(status, headers).end(body));
  expect(await org.request(ask, uncounted, signal)).toBe(expected);
});

test('an answer that leads elsewhere is an error, and nobody goes there', async () => {
  const { org } = await orgThat((response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
  await expect(org.request(ask, uncounted, signal)).rejects.toMatchObject({ kind: 'service', data: { errorCode: 'ERROR_HTTP_302' } });
});

test('answers come packed and are unpacked', async () => {
  let accepted: string | undefined;
  const { org } = await orgThat((response, request) => {
    accepted = request.headers['accept-encoding'];
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(text));
  });
  expect(await org.request(ask, uncounted, signal)).toEqual(JSON.parse(text));
  expect(accepted).toBe('gzip');
});

test('a packed answer that is cut is asked for again', async () => {
  let calls = 0;
  const { org } = await orgThat((response) => {
    const packed = gzipSync(text);
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    // The chunked body has its end, the packed text has none.
    response.end(++calls === 1 ? packed.subarray(0, packed.length / 2) : packed);
  });
  expect(await org.request(ask, uncounted, signal)).toEqual(JSON.parse(text));
  expect(calls).toBe(2);
});

test('connections are kept for the next calls', async () => {
  const { org, sockets } = await orgThat((response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  for (let call = 0; call < 20; call++) await org.request(ask, uncounted, signal);
  expect(sockets.size).toBeLessThanOrEqual(2);
});

test('a body that nobody reads to its end gives its place back when it is destroyed', async () => {
  const { org } = await orgThat((response) => {
    response.writeHead(200, { 'content-type': 'text/csv' });
    response.write('Id\n');
  });
  for (let call = 0; call < 20; call++) (await org.download({ path: '/x' }, uncounted, signal)).body.destroy();
});

test('a refusal that is no JSON keeps its status and its words', async () => {
  const { org } = await orgThat((response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>'));
  const message = expect.stringContaining('Bad gateway') as string;
  await expect(org.request({ ...ask, idempotent: false }, uncounted, signal)).rejects.toMatchObject({ kind: 'busy', data: { errorCode: 'ERROR_HTTP_502' }, message });
});

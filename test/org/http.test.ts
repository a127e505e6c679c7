import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Org, startOrg } from '../../demoOrg/startOrg.ts';
import { apiVersion, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();
const data = `/services/data/v${apiVersion}`;

test.each([
  `/${data}/limits`,
  `${data}/limits/`,
  `${data}/sobjects/Account/`,
  `${data}/query/?q=SELECT+Id+FROM+Account+LIMIT+1`,
  `//services//data/v50.0/sobjects`,
])('%s is taken as it is meant', async (path) => {
  expect((await fixture.fetch(path)).status).toBe(200);
});

test('what is not there is 404, what cannot be done 405, and both only for those who are signed in', async () => {
  const missing = await fixture.fetch(`${data}/nothing`);
  expect([missing.status, await missing.json()]).toEqual([404, [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]]);
  const wrong = await fixture.fetch(`${data}/limits`, { method: 'PUT' });
  expect([wrong.status, await wrong.json()]).toEqual([405, [{ errorCode: 'METHOD_NOT_ALLOWED', message: "HTTP Method 'PUT' not allowed. Allowed are GET" }]]);
  expect((await fetch(`${fixture.org.url}${data}/nothing`)).status).toBe(401);
});

test('every REST answer carries the usage, refusals too', async () => {
  for (const path of [`${data}/limits`, `${data}/nothing`])
    expect((await fixture.fetch(path)).headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/15000$/);
});

test('a zipped body is unpacked, a body that only says so is refused', async () => {
  const send = async (body: Uint8Array<ArrayBuffer>): Promise<number> =>
    (await fixture.fetch(`${data}/sobjects/Account`, { method: 'POST', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body }))
      .status;
  expect(await send(new Uint8Array(gzipSync('{"Name":"Zipped"}')))).toBe(201);
  expect(await send(new TextEncoder().encode('{"Name":"x"}'))).toBe(400);
});

test('a body over 10 MB is refused', async () => {
  const response = await fixture
    .fetch(`${data}/sobjects/Account`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"Name":"${'x'.repeat(11_000_000)}"}` })
    .catch((error: Error) => error);
  // The server may close while the client is still sending; both are a refusal.
  expect(response instanceof Error || response.status === 413).toBe(true);
  expect((await fixture.fetch(`${data}/limits`)).status).toBe(200);
});

test('an address over 16 KB is 414, with its headers 431; the connection goes on', async () => {
  expect(await statusWith({}, `/services/data?${'x'.repeat(16_400)}`)).toBe(414);
  expect(await statusWith({ 'x-long': 'x'.repeat(16_400) })).toBe(431);
  expect(await statusWith({ 'x-long': 'x'.repeat(8_000) })).toBe(200);
});

test('a body that says it is something else than JSON is refused, one that says nothing is taken', async () => {
  const create = (type: string | undefined): Promise<Response> => {
    const body = new Blob(['{"Name":"Typed"}'], type === undefined ? {} : { type });
    return fixture.fetch(`${data}/sobjects/Account`, { method: 'POST', body });
  };
  expect((await create(undefined)).status).toBe(201);
  expect((await create('application/json; charset=UTF-8')).status).toBe(201);
  const refused = await create('text/plain');
  expect([refused.status, await refused.json()]).toEqual([
    415,
    [{ errorCode: 'UNSUPPORTED_MEDIA_TYPE', message: 'Content-Type header specified in HTTP request is not supported: text/plain' }],
  ]);
});

test('a client that cannot send PATCH says so in the address', async () => {
  const { id } = await fixture.connection.sobject('Account').create({ Name: 'Patched by POST' });
  const path = `${data}/sobjects/Account/${id!}?_HttpMethod=PATCH`;
  const answer = await fixture.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"Phone":"1"}' });
  expect(answer.status).toBe(204);
  expect(await fixture.connection.sobject('Account').retrieve(id!)).toMatchObject({ Phone: '1' });
});

test('a request that reached this machine under another name is not served', async () => {
  expect(await statusWith({ host: 'attacker.example' })).toBe(421);
  expect(await statusWith({ host: `localhost:${fixture.org.port}` })).toBe(200);
});

const ownAddress = Object.values(networkInterfaces()).flat().find((one) => one?.family === 'IPv4' && !one.internal)?.address;
/** Whether a request from this machine's own address in the network is answered, and how. */
async function fromNetwork(org: Org, path: string): Promise<number | 'refused'> {
  return fetch(`http://${ownAddress}:${org.port}${path}`).then(({ status }) => status, () => 'refused' as const);
}

test.skipIf(ownAddress === undefined)('only this machine is answered, unless the network is let in: it gets the APIs, and never the pages and faults (needs a network)', async () => {
  expect(await fromNetwork(fixture.org, '/services/data')).toBe('refused');
  const open = await startOrg({ data: ':memory:', lan: true });
  expect(await fromNetwork(open, '/services/data')).toBe(200);
  for (const path of ['/', '//', '/demo/faults', '//demo/faults/', '/_faults', '/demo/status', '/demo/objects/Account', '/demo/certificate']) expect(await fromNetwork(open, path)).toBe(403);
  expect((await fetch(`${open.url}/_faults`)).status).toBe(200);
  await open.close();
});

test('a client that wants to speak WebSocket is told no at once', async () => {
  expect(await statusWith({ connection: 'Upgrade', upgrade: 'websocket' }, '/cometd/65.0')).toBe(400);
});

test('a path cannot leave the server', async () => {
  for (const path of ['/demo/objects/..%2f..%2fetc', '/%2e%2e/%2e%2e/etc/passwd', `${data}/sobjects/%00/x`, `${data}/sobjects/%zz`])
    expect((await fixture.fetch(path)).status).toBe(404);
});

function statusWith(headers: Record<string, string>, path = '/services/data'): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: fixture.org.port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    })
      .on('error', reject)
      .end();
  });
}

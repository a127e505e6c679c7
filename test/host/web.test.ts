import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { errorFromData } from '../../flows/kit/errors.ts';
import { protocolVersion } from '../../host/contract/app.ts';
import { contract } from '../../host/contract/contract.ts';
import { connect } from '../../host/rpc/connect.ts';
import { webSocketPort } from '../../host/rpc/ports/webSocket.ts';
import { startWebHost, type WebHost } from '../../host/web/startWebHost.ts';
import { copyRows, openTestHost, type TestHost } from './testHost.ts';
import { get, openSocket, signIn } from './webClient.ts';

let here: TestHost;
let folder: string;
let web: WebHost;

beforeAll(async () => {
  here = await openTestHost();
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'not for browsers');
  await writeFile(join(folder, 'renderer', 'index.html'), '<title>Sluice</title>');
  await writeFile(join(folder, 'renderer', 'icon.svg'), '<svg/>');
  await writeFile(join(folder, 'renderer', 'assets', 'index-B3xK9_qZ.js'), 'export {}');
});
afterAll(async () => {
  await here.end();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  web = await startWebHost({ handlers: here.host.handlers, rendererFolder: join(folder, 'renderer'), port: 0 });
});
afterEach(() => web.close());

const tokenPath = () => web.url.slice(web.url.indexOf('/?'));

describe('the address', () => {
  test('is on 127.0.0.1 with a long token', () => {
    expect(web.url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${web.port}/\\?token=[A-Za-z0-9_-]{43}$`));
  });

  test('is exchanged for a cookie that no script reads and no other site sends, and leaves the address bar', async () => {
    const { status, headers } = await get(web.port, tokenPath());
    expect([status, headers['location']]).toEqual([303, '/']);
    expect(headers['set-cookie']).toEqual([expect.stringMatching(new RegExp(`^sluice-${web.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`))]);
  });

  test('opens the page, also when it is reloaded, with the token or without', async () => {
    const cookie = await signIn(web.url);
    expect(await get(web.port, '/', { cookie })).toMatchObject({ status: 200, body: '<title>Sluice</title>' });
    expect(await get(web.port, tokenPath(), { cookie })).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(await get(web.port, '/', { cookie: `other=1; ${cookie}` })).toMatchObject({ status: 200 });
  });

  test('admits one browser: a second with the same token is refused', async () => {
    await signIn(web.url);
    expect(await get(web.port, tokenPath())).toMatchObject({ status: 403, body: expect.stringContaining('Start Sluice again') });
  });

  test.each([
    '/?token=',
    '/?token=wrong',
    `/?token=${'x'.repeat(43)}`,
    '/',
    '/assets/index-B3xK9_qZ.js',
  ])('%s without the token or the cookie gets nothing', async (path) => {
    const { status, body, headers } = await get(web.port, path);
    expect(status).toBe(403);
    expect(body).not.toContain('export');
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('a wrong token does not use up the right one', async () => {
    await get(web.port, '/?token=wrong');
    expect(await get(web.port, tokenPath())).toMatchObject({ status: 303 });
  });

  test.each(['evil.example', '127.0.0.1', 'evil.example:1', '[::1]'])('asked for as %s (a name that leads here by foreign DNS) it is refused', async (host) => {
    const cookie = await signIn(web.url);
    expect(await get(web.port, '/', { cookie, host })).toMatchObject({ status: 403 });
    expect(await get(web.port, tokenPath(), { host })).toMatchObject({ status: 403 });
  });

  test('a page of another origin is refused', async () => {
    const cookie = await signIn(web.url);
    expect(await get(web.port, '/', { cookie, origin: 'https://evil.example' })).toMatchObject({ status: 403 });
  });
});

describe('files', () => {
  test('carry the policy, and no type is guessed', async () => {
    const cookie = await signIn(web.url);
    const { headers } = await get(web.port, '/', { cookie });
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' ws://127.0.0.1:${web.port}`,
      "worker-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  test('with a hash in their name are kept for ever, others never', async () => {
    const cookie = await signIn(web.url);
    expect((await get(web.port, '/assets/index-B3xK9_qZ.js', { cookie })).headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
    });
    expect((await get(web.port, '/icon.svg', { cookie })).headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'image/svg+xml' });
  });

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/%00',
    '/%',
    '/secret.txt',
    '/assets',
  ])('%s leads nowhere', async (path) => {
    const cookie = await signIn(web.url);
    const { status, body } = await get(web.port, path, { cookie });
    expect(status).toBe(404);
    expect(body).not.toContain('not for browsers');
  });

  test('are only read: HEAD has no body, POST is refused', async () => {
    const cookie = await signIn(web.url);
    expect(await get(web.port, '/', { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect(await get(web.port, '/', { cookie }, 'POST')).toMatchObject({ status: 405 });
  });
});

describe('the line', () => {
  async function isTaken(cookie: string, headers: Record<string, string> = {}, path?: string): Promise<boolean> {
    const socket = openSocket(web.port, cookie, headers, path);
    return new Promise((resolve) => {
      socket.on('error', () => resolve(false));
      socket.on('open', () => {
        socket.close();
        resolve(true);
      });
    });
  }

  test('is opened for the page alone: cookie, origin, host and path must be right', async () => {
    const cookie = await signIn(web.url);
    expect(await isTaken(cookie)).toBe(true);
    expect(await isTaken('')).toBe(false);
    expect(await isTaken(`${cookie}x`)).toBe(false);
    expect(await isTaken(cookie, { origin: 'https://evil.example' })).toBe(false);
    expect(await isTaken(cookie, { origin: `http://127.0.0.1:${web.port + 1}` })).toBe(false);
    expect(await isTaken(cookie, { origin: 'null' })).toBe(false);
    expect(await isTaken(cookie, { host: 'evil.example', origin: 'http://evil.example' })).toBe(false);
    expect(await isTaken(cookie, {}, '/other')).toBe(false);
  });

  test('several windows of one browser each have their own', async () => {
    const cookie = await signIn(web.url);
    const ports = [1, 2].map(() => webSocketPort(() => openSocket(web.port, cookie)));
    const clients = ports.map((port) => connect(contract, port, errorFromData));
    expect(await Promise.all(clients.map((client) => client.app.hello({ protocol: protocolVersion })))).toHaveLength(2);
    for (const port of ports) port.close();
  });
});

test('a watched run goes on when the line drops, and so does watching', async () => {
  const cookie = await signIn(web.url);
  const sockets: WebSocket[] = [];
  const port = webSocketPort(() => {
    const socket = openSocket(web.port, cookie);
    sockets.push(socket);
    return socket;
  });
  const client = connect(contract, port, errorFromData);
  const { path } = await client.flows.openTemplate({ id: 'copyRows' });
  await writeFile(join(path, '..', 'people.csv'), `Name,City\n${'Ann,"Aarhus, at the sea"\n'.repeat(300_000)}`);
  const { run } = await client.runs.start({ path, document: copyRows, parameters: {} });
  const types: string[] = [];
  for await (const event of client.runs.watch({ run })) {
    types.push(event.type);
    if (event.type === 'started') sockets[0]!.terminate();
    if (event.type === 'finished') expect(event).toMatchObject({ state: 'succeeded', nodes: { write: { written: 300_000 } } });
  }
  expect([types[0], types.at(-1)]).toEqual(['started', 'finished']);
  expect(types.filter((type) => type === 'started')).toHaveLength(1);
  expect(sockets).toHaveLength(2);
  port.close();
});

test('a port in use is said with what to do', async () => {
  await expect(startWebHost({ handlers: here.host.handlers, rendererFolder: folder, port: web.port })).rejects.toMatchObject({
    kind: 'settings',
    code: 'portInUse',
    message: `Port ${web.port} is used by another program. Give another with --port, or --port 0 for any that is free.`,
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Secret, type Connection } from '../../kit/connection.ts';
import { AppError } from '../../kit/errors.ts';
import { openOrg } from './salesforceOrg.ts';
import { uncounted } from './sharedOrg.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** An org that takes the sessions of `good`, and a connection to it whose sessions are token0, token1, … */
async function setUp(good: (token: string) => boolean) {
  const state = { asked: 0, made: 0 };
  const server = createServer((request, response) => {
    state.asked++;
    const isGood = good(request.headers.authorization?.replace('Bearer ', '') ?? '');
    const body = isGood ? { ok: true } : [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }];
    request.resume();
    response.writeHead(isGood ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const withToken = (token: string): Connection => ({
    name: 'crm',
    system: 'salesforce',
    environment: 'demo',
    settings: { instanceUrl },
    secrets: { accessToken: new Secret(token) },
    renew: async () => withToken(`token${++state.made}`),
  });
  const org = openOrg(withToken('token0'));
  const ask = (idempotent = true) => org.request({ method: idempotent ? 'GET' : 'POST', path: '/limits', ...(idempotent ? {} : { body: { a: 1 } }), idempotent }, uncounted, new AbortController().signal);
  return { state, org, ask, withToken };
}

describe('a session that the org refuses', () => {
  test('is renewed once, whatever the number of requests that met it', async () => {
    const { state, ask } = await setUp((token) => token === 'token1');
    await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(state).toEqual({ asked: 40, made: 1 });
  });

  test('is renewed for what must not be sent twice, too: the org has done nothing of it', async () => {
    const { state, ask } = await setUp((token) => token === 'token1');
    expect(await ask(false)).toEqual({ ok: true });
    expect(state).toEqual({ asked: 2, made: 1 });
  });

  test('and whose replacement is refused as well ends the request: no circle', async () => {
    const { state, ask } = await setUp(() => false);
    await expect(ask()).rejects.toMatchObject({ kind: 'service', code: 'loginExpired' });
    expect(state).toEqual({ asked: 2, made: 1 });
  });

  test('and cannot be renewed says why', async () => {
    const { withToken } = await setUp(() => false);
    const renew = async (): Promise<Connection> => Promise.reject(new AppError('service', 'appBlocked', { message: 'The app is blocked.' }));
    const org = openOrg({ ...withToken('token0'), renew });
    const asked = org.request({ method: 'GET', path: '/limits', idempotent: true }, uncounted, new AbortController().signal);
    await expect(asked).rejects.toMatchObject({ code: 'appBlocked' });
  });
});

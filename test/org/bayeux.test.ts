import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Org, startOrg } from '../../demoOrg/startOrg.ts';
import { random } from '../../demoOrg/seed/random.ts';

/** One whose clients have all the time they need, and one whose clients have none. */
let org: Org;
let hasty: Org;
beforeAll(async () => {
  org = await startOrg({ data: ':memory:', pollMs: 20_000, awayMs: 20_000, limits: { StreamingApiConcurrentClients: 1_000 } });
  hasty = await startOrg({ data: ':memory:', pollMs: 50, awayMs: 100 });
});
afterAll(() => Promise.all([org.close(), hasty.close()]));

type Message = Record<string, unknown>;

interface Init {
  readonly at?: Org;
  readonly token?: string;
  readonly path?: string;
}

async function send(messages: unknown, init: Init = {}): Promise<Message[]> {
  const response = await raw(JSON.stringify(messages), init);
  return (await response.json()) as Message[];
}

function raw(body: string, { at = org, token = at.accessToken, path = '/cometd/62.0' }: Init = {}): Promise<Response> {
  return fetch(at.url + path, { method: 'POST', headers: { authorization: `OAuth ${token}`, 'content-type': 'application/json' }, body });
}

async function handshake(at?: Org): Promise<string> {
  const [reply] = await send([{ channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'], id: '1' }], at ? { at } : {});
  return reply!.clientId as string;
}

const subscribe = (clientId: string, subscription: string, replay?: unknown): Message => ({
  channel: '/meta/subscribe',
  clientId,
  subscription,
  id: '2',
  ...(replay === undefined ? {} : { ext: { replay: { [subscription]: replay } } }),
});

test('a handshake says that replay is understood, and gives a client id', async () => {
  const replies = await send([{ channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['websocket', 'long-polling'], id: '7' }]);
  expect(replies).toEqual([
    {
      channel: '/meta/handshake',
      id: '7',
      version: '1.0',
      minimumVersion: '1.0',
      supportedConnectionTypes: ['long-polling'],
      ext: { replay: true, 'payload.format': true },
      clientId: expect.any(String),
      successful: true,
    },
  ]);
});

test('a bad token is denied at the handshake and at the connect', async () => {
  const [denied] = await send([{ channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] }], { token: 'wrong' });
  expect(denied).toMatchObject({
    successful: false,
    error: '403::Handshake denied',
    ext: { sfdc: { failureReason: '401::Authentication invalid' } },
    advice: { reconnect: 'none' },
  });
  const clientId = await handshake();
  const [refused] = await send([{ channel: '/meta/connect', clientId }], { token: 'wrong' });
  expect(refused).toMatchObject({ successful: false, error: '401::Authentication invalid', advice: { reconnect: 'none' } });
});

test('a client that is not known, or stayed away too long, has to shake hands again', async () => {
  const unknown = { successful: false, error: '403::Unknown client', advice: { reconnect: 'handshake', interval: 0 } };
  expect(await send([{ channel: '/meta/connect', clientId: 'nobody', id: '1' }])).toMatchObject([unknown]);
  const clientId = await handshake(hasty);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await send([{ channel: '/meta/connect', clientId }], { at: hasty })).toMatchObject([unknown]);
});

test('no more clients than the org allows may shake hands, until one says goodbye', async () => {
  const small = await startOrg({ data: ':memory:', limits: { StreamingApiConcurrentClients: 1 } });
  const hello = { channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] };
  const [{ clientId }] = (await send([hello], { at: small })) as [Message];
  expect(await send([hello], { at: small })).toMatchObject([{ successful: false, error: '403::Organization concurrent user limit exceeded' }]);
  await send([{ channel: '/meta/disconnect', clientId }], { at: small });
  expect(await send([hello], { at: small })).toMatchObject([{ successful: true }]);
  await small.close();
});

test.each(['/event/Nothing__e', '/data/NothingChangeEvent', '/topic/None', '/u/None', '/foo', '', 7])('there is no channel %j', async (subscription) => {
  const [reply] = await send([{ ...subscribe(await handshake(), '/x'), subscription }]);
  expect(reply).toMatchObject({ successful: false, error: "400::The channel you requested to subscribe to doesn't exist" });
});

test.each([999_999_999, 1.5, 'yesterday', -3])('nothing can be replayed from %j', async (replayId) => {
  const [reply] = await send([subscribe(await handshake(), '/data/ChangeEvents', replayId)]);
  expect(reply!.error).toBe(
    `400::The replayId {${replayId}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`,
  );
});

test('a hurried connect in one batch with a subscribe is answered at once, with what is replayed', async () => {
  await publish('early');
  const clientId = await handshake();
  const replies = await send([{ channel: '/meta/connect', clientId, advice: { timeout: 0 }, id: '1' }, subscribe(clientId, '/event/Order_Event__e', -2)]);
  expect([...new Set(replies.map(({ channel }) => channel))]).toEqual(['/meta/subscribe', '/event/Order_Event__e', '/meta/connect']);
  expect(replies.at(-1)).toMatchObject({ successful: true, advice: { interval: 0, timeout: 20_000, reconnect: 'retry' } });
});

test('a connect ends when its time is over', async () => {
  const clientId = await handshake(hasty);
  expect(await send([{ channel: '/meta/connect', clientId, id: '1' }], { at: hasty })).toMatchObject([{ channel: '/meta/connect', successful: true }]);
});

test('a connect waits until something happens that its client has subscribed to', async () => {
  const clientId = await handshake();
  await send([subscribe(clientId, '/data/ChangeEvents')]);
  const waiting = send([{ channel: '/meta/connect', clientId, id: '2' }]);
  await publish('no change event');
  await create('Waited for');
  expect((await waiting).map(({ channel }) => channel)).toEqual(['/data/ChangeEvents', '/meta/connect']);
});

test('a client that goes away while it waits loses nothing', async () => {
  const clientId = await handshake();
  await send([subscribe(clientId, '/data/LeadChangeEvent')]);
  const away = new AbortController();
  const lost = fetch(`${org.url}/cometd/62.0`, {
    method: 'POST',
    headers: { authorization: `OAuth ${org.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify([{ channel: '/meta/connect', clientId }]),
    signal: away.signal,
  });
  setTimeout(() => away.abort(), 30);
  await expect(lost).rejects.toThrow();
  await create('While away');
  expect((await send([{ channel: '/meta/connect', clientId }])).map(({ channel }) => channel)).toEqual(['/data/LeadChangeEvent', '/meta/connect']);
});

test('after 72 hours an event is gone, and its replay id with it', async () => {
  const clientId = await handshake();
  await send([subscribe(clientId, '/event/Order_Event__e')]);
  for (const number of ['old', 'newer']) await publish(number);
  const [event] = await send([{ channel: '/meta/connect', clientId }]);
  const { replayId } = (event!.data as { event: { replayId: number } }).event;
  const again = async (from: number): Promise<Message[]> => {
    const id = await handshake();
    return send([subscribe(id, '/event/Order_Event__e', from), { channel: '/meta/connect', clientId: id, advice: { timeout: 0 } }]);
  };
  expect((await again(replayId)).map(({ channel }) => channel)).toContain('/event/Order_Event__e');
  const faults = { headers: { 'content-type': 'application/json' } };
  await fetch(`${org.url}/demo/faults`, { ...faults, method: 'POST', body: JSON.stringify({ kind: 'clock', offsetMs: 73 * 60 * 60 * 1_000 }) });
  try {
    expect((await again(replayId))[0]!.error).toMatch(/^400::The replayId/);
    expect((await again(-2)).map(({ channel }) => channel)).toEqual(['/meta/subscribe', '/meta/connect']);
  } finally {
    await fetch(`${org.url}/demo/faults`, { ...faults, method: 'DELETE' });
  }
});

test('after unsubscribe nothing is told, after disconnect nobody is known', async () => {
  const clientId = await handshake();
  await send([subscribe(clientId, '/data/LeadChangeEvent')]);
  expect(await send([{ channel: '/meta/unsubscribe', clientId, subscription: '/data/LeadChangeEvent' }])).toMatchObject([{ successful: true }]);
  await create('Not told');
  expect((await send([{ channel: '/meta/connect', clientId, advice: { timeout: 0 } }])).map(({ channel }) => channel)).toEqual(['/meta/connect']);
  expect(await send([{ channel: '/meta/disconnect', clientId }])).toMatchObject([{ successful: true }]);
  expect(await send([{ channel: '/meta/connect', clientId }])).toMatchObject([{ error: '403::Unknown client' }]);
});

test('a path without a version, a body that is too large and one that is no list of messages are refused', async () => {
  expect((await raw('[]', { path: '/cometd' })).status).toBe(404);
  expect((await raw('[]', { path: '/cometd/new' })).status).toBe(404);
  expect((await raw(JSON.stringify([{ channel: 'x'.repeat(32_768) }]))).status).toBe(413);
  for (const body of ['', '{', '7', '[1]', '["x"]', '[[]]', 'null']) expect((await raw(body)).status).toBe(400);
});

test('nobody is helped by nonsense: every message gets an answer and the org goes on', async () => {
  const chance = random(4_711);
  const clientId = await handshake();
  const values = [null, true, 0, -1, 'x', '/meta/connect', '/meta/subscribe', '/meta/handshake', '/data/ChangeEvents', clientId, [], {}, { replay: 7 }, { timeout: 0 }];
  const names = ['channel', 'clientId', 'subscription', 'ext', 'advice', 'id', 'version', 'supportedConnectionTypes', 'data'];
  for (let round = 0; round < 150; round++) {
    const message = Object.fromEntries(Array.from({ length: chance.between(0, 6) }, () => [chance.pick(names), chance.pick(values)]));
    const response = await raw(JSON.stringify([{ ...message, advice: { timeout: 0 } }]));
    expect(response.status).toBe(200);
    expect(Array.isArray(await response.json())).toBe(true);
  }
});

async function publish(number: string): Promise<void> {
  await post('Order_Event__e', { Order_Number__c: number });
}

async function create(LastName: string): Promise<void> {
  await post('Lead', { LastName, Company: 'Bayeux' });
}

async function post(object: string, record: object): Promise<void> {
  const headers = { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' };
  const response = await fetch(`${org.url}/services/data/v62.0/sobjects/${object}`, { method: 'POST', headers, body: JSON.stringify(record) });
  expect(response.status).toBe(201);
}

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startOrg, type Org } from '../../../../../demoOrg/startOrg.ts';
import { Secret, type Connection } from '../../../../kit/connection.ts';
import { changeHeader } from '../eventColumns.ts';
import type { EventStream, OrgEvent, StartFrom } from '../eventStream.ts';
import { listenByPubSub } from './listenByPubSub.ts';

let org: Org;
let sessions = 0;
beforeAll(async () => {
  org = await startOrg({ data: ':memory:', pubSub: { isPlain: true, keepAliveMs: 100 } });
});
afterAll(() => org.close());

function connection(): Connection {
  return {
    name: 'demo',
    system: 'salesforce',
    environment: 'demo',
    settings: { instanceUrl: org.url },
    secrets: { accessToken: new Secret(org.accessToken) },
    renew: async () => {
      sessions++;
      return connection();
    },
  };
}

const orders = '/event/Order_Event__e';

function listen(channel: string, from: StartFrom): EventStream {
  const ended = new AbortController();
  const stream = listenByPubSub(connection(), channel, `http://${org.pubSubEndpoint!}`, from, ended.signal);
  onTestFinished(() => {
    ended.abort();
    return stream.close();
  });
  return stream;
}

/** Waits for so many events. */
async function take(stream: EventStream, count: number): Promise<OrgEvent[]> {
  const events: OrgEvent[] = [];
  while (events.length < count) events.push(...(await stream.next(20_000)));
  return events;
}

/** All events up to the one of that number. */
async function until(stream: EventStream, last: string): Promise<OrgEvent[]> {
  const events: OrgEvent[] = [];
  while (events.at(-1)?.payload['Order_Number__c'] !== last) events.push(...(await stream.next(20_000)));
  return events;
}

async function send(method: string, path: string, body?: unknown): Promise<{ id: string }> {
  const headers = { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' };
  const answer = await fetch(`${org.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(await answer.text());
  return (answer.status === 201 ? await answer.json() : {}) as { id: string };
}

const publish = (number: string): Promise<unknown> => send('POST', '/services/data/v65.0/sobjects/Order_Event__e', { Order_Number__c: number, Amount__c: 2.5 });
const numbers = (events: readonly OrgEvent[]): unknown[] => events.map(({ payload }) => payload['Order_Number__c']);

describe('listening by the Pub/Sub API', () => {
  test('more events than a request gives come, each once and in order', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `many-${index}`);
    const records = names.map((name) => ({ attributes: { type: 'Order_Event__e' }, Order_Number__c: name }));
    for (let at = 0; at < 250; at += 125) await send('POST', '/services/data/v65.0/composite/sobjects', { allOrNone: false, records: records.slice(at, at + 125) });
    const heard = numbers(await until(listen(orders, 'kept'), 'many-249'));
    expect(heard.slice(-250)).toEqual(names);
  });

  test('an event can be begun after, and a session that ends is replaced', async () => {
    await publish('after-1');
    const before = await until(listen(orders, 'kept'), 'after-1');
    const stream = listen(orders, { after: before.at(-1)!.replayId });
    await publish('after-2');
    expect(numbers(await until(stream, 'after-2'))).toEqual(['after-2']);
    const had = sessions;
    await send('POST', '/demo/faults', { kind: 'expireTokens' });
    await publish('after-3');
    expect(numbers(await take(stream, 1))).toEqual(['after-3']);
    expect(sessions).toBe(had + 1);
  });

  test('a change says by name what has changed, in parts of an address too', async () => {
    const { id } = await send('POST', '/services/data/v65.0/sobjects/Account', { Name: 'Bits Ltd' });
    await send('PATCH', `/services/data/v65.0/sobjects/Account/${id}`, { BillingCity: 'Tartu', Phone: '1' });
    const [made, changed] = await take(listen('/data/AccountChangeEvent', 'kept'), 2);
    expect(changeHeader(made!)).toMatchObject({ changeType: 'CREATE', recordIds: [id] });
    expect(changeHeader(changed!)!.changedFields).toEqual(expect.arrayContaining(['BillingAddress.City', 'Phone']));
    expect(changed!.payload).toMatchObject({ Phone: '1', BillingAddress: { City: 'Tartu' } });
  });

  test('silence ends the wait', async () => {
    expect(await listen(orders, { since: Date.now(), isNow: true }).next(150)).toEqual([]);
  });

  test.each([
    ['a topic that is not there', '/event/Nothing__e', 'kept' as const, { kind: 'settings', code: 'channelUnknown' }],
    ['a replay id that is none', orders, { after: Buffer.from('xx').toString('base64') }, { kind: 'service', code: 'eventsGone' }],
  ])('%s is named', async (_name, channel, from, error) => {
    await expect(listen(channel, from).next(5000)).rejects.toMatchObject(error);
  });

  test('nothing goes in the clear but to this machine', () => {
    expect(() => listenByPubSub(connection(), orders, 'http://api.example.com:7443', 'kept', new AbortController().signal)).toThrow(expect.objectContaining({ code: 'endpointNotSafe' }) as Error);
  });
});

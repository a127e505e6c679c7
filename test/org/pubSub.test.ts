import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Org, startOrg } from '../../demoOrg/startOrg.ts';
import { connect } from './orgFixture.ts';
import { errorCode, fieldsOf, type PubSubClient, pubSubClient, type PublishResponse } from './pubSubFixture.ts';
import { listen } from './streamingFixture.ts';

interface TopicInfo {
  readonly topic_name: string;
  readonly can_publish: boolean;
  readonly can_subscribe: boolean;
  readonly schema_id: string;
}

let org: Org;
let client: PubSubClient;
let organizationId: string;
let connection: ReturnType<typeof connect>;
const orders = '/event/Order_Event__e';

beforeAll(async () => {
  org = await startOrg({ data: ':memory:', pubSub: { isPlain: true, keepAliveMs: 100 } });
  connection = connect(org);
  ({ organization_id: organizationId } = await connection.identity());
  client = pubSubClient(org, organizationId);
});
afterAll(async () => {
  client.close();
  await org.close();
});

/** An order event as a publisher sends it. */
async function order(number: string, more: Record<string, unknown> = {}): Promise<{ schema_id: string; payload: Buffer }> {
  const { schema_id } = await client.call<TopicInfo>('GetTopic', { topic_name: orders });
  const type = await client.type(schema_id);
  return { schema_id, payload: type.toBuffer({ CreatedDate: Date.now(), CreatedById: '005000000000000', Order_Number__c: number, ...more }) };
}

const accounts = { topic_name: '/data/AccountChangeEvent', replay_preset: 'LATEST', num_requested: 100 };

test('a topic says what may be done with it, and which schema its events have', async () => {
  const event = await client.call<TopicInfo>('GetTopic', { topic_name: orders });
  expect(event).toMatchObject({ topic_name: orders, can_publish: true, can_subscribe: true });
  const change = await client.call<TopicInfo>('GetTopic', { topic_name: '/data/AccountChangeEvent' });
  expect(change).toMatchObject({ can_publish: false, can_subscribe: true });
  expect(change.schema_id).toMatch(/^[\w-]{22}$/);
  const { schema_json } = await client.call<{ schema_json: string }>('GetSchema', { schema_id: change.schema_id });
  expect(JSON.parse(schema_json)).toMatchObject({ type: 'record', name: 'AccountChangeEvent', namespace: 'com.sforce.eventbus' });
});

test('the schema that REST gives is the same', async () => {
  const { schema_id } = await client.call<TopicInfo>('GetTopic', { topic_name: '/data/ContactChangeEvent' });
  const { schema_json } = await client.call<{ schema_json: string }>('GetSchema', { schema_id });
  const ask = async (path: string): Promise<unknown> => connection.request(path);
  expect(await ask(`/event/eventSchema/${schema_id}?payloadFormat=COMPACT`)).toEqual({ ...(JSON.parse(schema_json) as object), uuid: schema_id });
  expect(await ask(`/sobjects/ContactChangeEvent/eventSchema?payloadFormat=COMPACT`)).toMatchObject({ uuid: schema_id });
});

test('changes of records arrive as Avro; what changed is in the bits of the header', async () => {
  const { stream, events, next } = client.subscribe(accounts);
  await next();
  const { id } = await connection.sobject('Account').create({ Name: 'Acme', BillingCity: 'Basel', Phone: '1', NumberOfEmployees: 12 });
  await connection.sobject('Account').update({ Id: id!, Name: 'Acme AG', BillingCity: 'Bern', BillingCountry: 'Switzerland', Phone: null });
  await connection.sobject('Account').destroy(id!);
  const [created, updated, deleted] = await events(3);
  expect(created!.payload).toMatchObject({ Name: 'Acme', NumberOfEmployees: 12, Active__c: true, BillingAddress: { City: 'Basel', Street: null }, ShippingAddress: null });
  expect(created!.payload.ChangeEventHeader).toMatchObject({ entityName: 'Account', recordIds: [id], changeType: 'CREATE', changedFields: [], nulledFields: [], sequenceNumber: 1 });
  expect(Math.abs((created!.payload.CreatedDate as number) - Date.now())).toBeLessThan(60_000);
  const header = updated!.payload.ChangeEventHeader as { changedFields: string[]; nulledFields: string[] };
  const { schema_id } = await client.call<TopicInfo>('GetTopic', { topic_name: accounts.topic_name });
  const type = await client.type(schema_id);
  expect(fieldsOf(type, header.changedFields).toSorted()).toEqual(['BillingAddress.City', 'BillingAddress.Country', 'LastModifiedDate', 'Name', 'Phone']);
  expect(fieldsOf(type, header.nulledFields)).toEqual(['Phone']);
  expect(header.changedFields.map((bits) => bits.replace(/[\dA-F]{2}/g, ''))).toEqual(['0x', expect.stringMatching(/^\d*-0x$/) as string]);
  expect(deleted!.payload).toMatchObject({ Name: null, ChangeEventHeader: { changeType: 'DELETE', recordIds: [id] } });
  stream.cancel();
});

test('an event keeps the form its object had when it was told', async () => {
  const { latest_replay_id } = await client.subscribe(accounts).next();
  await connection.sobject('Account').create({ Name: 'Before' });
  expect(await connection.metadata.create('CustomField', { fullName: 'Account.Late__c', label: 'Late', type: 'Text', length: 9 })).toMatchObject({ success: true });
  await connection.sobject('Account').create({ Name: 'After', Late__c: 'yes' });
  expect(await connection.metadata.delete('CustomField', 'Account.Late__c')).toMatchObject({ success: true });
  const { stream, events } = client.subscribe({ ...accounts, replay_preset: 'CUSTOM', replay_id: latest_replay_id });
  const [before, after] = await events(2);
  expect([before!.payload.Name, Object.hasOwn(before!.payload, 'Late__c')]).toEqual(['Before', false]);
  expect(after!.payload).toMatchObject({ Name: 'After', Late__c: 'yes' });
  stream.cancel();
});

test('a part of an address that was emptied is told as such', async () => {
  const { id } = await connection.sobject('Account').create({ Name: 'Moved away', ShippingCity: 'Bern' });
  const { stream, events, next } = client.subscribe(accounts);
  await next();
  await connection.sobject('Account').update({ Id: id!, ShippingCity: null });
  const [told] = await events(1);
  const { nulledFields } = told!.payload.ChangeEventHeader as { nulledFields: string[] };
  const { schema_id } = await client.call<TopicInfo>('GetTopic', { topic_name: accounts.topic_name });
  expect(fieldsOf(await client.type(schema_id), nulledFields)).toEqual(['ShippingAddress.City']);
  expect(nulledFields[0]).toBe('0x00');
  stream.cancel();
});

test('names of people, locations, days and moments are carried in their compound form', async () => {
  const contacts = client.subscribe({ ...accounts, topic_name: '/data/ContactChangeEvent' });
  const warehouses = client.subscribe({ ...accounts, topic_name: '/data/Warehouse__ChangeEvent' });
  await Promise.all([contacts.next(), warehouses.next()]);
  await connection.sobject('Contact').create({ FirstName: 'Ada', LastName: 'Lovelace', Birthdate: '1815-12-10' });
  await connection.sobject('Warehouse__c').create({ Name: 'North', Code__c: 'N-1', Location__Latitude__s: 47.5, Location__Longitude__s: 7.6 });
  const [[contact], [warehouse]] = await Promise.all([contacts.events(1), warehouses.events(1)]);
  expect(contact!.payload).toMatchObject({ Name: { FirstName: 'Ada', LastName: 'Lovelace', Salutation: null }, Birthdate: Date.UTC(1815, 11, 10) });
  expect(warehouse!.payload).toMatchObject({ Location__c: { Latitude: 47.5, Longitude: 7.6 } });
  contacts.stream.cancel();
  warehouses.stream.cancel();
});

test('only so many events come as were asked for; more are asked for in the same call', async () => {
  const { stream, next } = client.subscribe({ topic_name: '/data/LeadChangeEvent', replay_preset: 'LATEST', num_requested: 2 });
  await next();
  await connection.sobject('Lead').create(Array.from({ length: 5 }, (_, index) => ({ LastName: `Flow ${index}`, Company: 'Control' })));
  const first = await next();
  expect([first.events.length, first.pending_num_requested]).toEqual([2, 0]);
  stream.write({ num_requested: 100 });
  const second = await next();
  expect([second.events.length, second.pending_num_requested]).toEqual([3, 97]);
  expect(second.latest_replay_id).toEqual(second.events.at(-1)!.replay_id);
  stream.cancel();
});

test('a subscription begins at the first event that is kept, or after the one it names', async () => {
  const cases = { ...accounts, topic_name: '/data/CaseChangeEvent', replay_preset: 'EARLIEST' };
  await connection.sobject('Case').create(Array.from({ length: 6 }, (_, index) => ({ Subject: `Replayed ${index}`, Origin: 'Web' })));
  const all = client.subscribe(cases);
  const told = await all.events(6);
  expect(told.map(({ payload }) => payload.Subject)).toEqual(Array.from({ length: 6 }, (_, index) => `Replayed ${index}`));
  const later = client.subscribe({ ...cases, replay_preset: 'CUSTOM', replay_id: told[3]!.replayId });
  expect((await later.events(2)).map(({ replayId }) => replayId)).toEqual(told.slice(4).map(({ replayId }) => replayId));
  all.stream.cancel();
  later.stream.cancel();
});

test('while nothing happens the call is kept alive, and says from where a client may go on', async () => {
  const { stream, next } = client.subscribe({ ...accounts, topic_name: '/data/CampaignChangeEvent' });
  const alive = await next();
  expect([alive.events, alive.pending_num_requested]).toEqual([[], 100]);
  stream.cancel();
  await connection.sobject('Campaign').create({ Name: 'Told later' });
  const again = client.subscribe({ ...accounts, topic_name: '/data/CampaignChangeEvent', replay_preset: 'CUSTOM', replay_id: alive.latest_replay_id });
  expect((await again.events(1))[0]!.payload.Name).toBe('Told later');
  again.stream.cancel();
});

test('what is published is heard by gRPC and CometD alike, with the id its publisher gave it', async () => {
  const cometd = await listen<{ payload: Record<string, unknown>; event: { EventUuid: string } }>(connection, orders, -1);
  const { stream, events, next } = client.subscribe({ ...accounts, topic_name: orders });
  await next();
  const sent = { ...(await order('P-1', { Amount__c: 12.5, Shipped__c: true })), id: 'my-own-key' };
  const { results } = await client.call<PublishResponse>('Publish', { topic_name: orders, events: [sent] });
  expect(results).toMatchObject([{ error: null, correlation_key: 'my-own-key' }]);
  const [heard] = await events(1);
  expect(heard).toMatchObject({ id: 'my-own-key', replayId: results[0]!.replay_id, payload: { Order_Number__c: 'P-1', Amount__c: 12.5, Shipped__c: true } });
  expect((await cometd.count(1))[0]).toMatchObject({ payload: { Order_Number__c: 'P-1' }, event: { EventUuid: 'my-own-key' } });
  stream.cancel();
  await cometd.stop();
});

test('each event of a request has a result of its own', async () => {
  const good = await order('P-2');
  const { results } = await client.call<PublishResponse>('Publish', {
    topic_name: orders,
    events: [good, await order('x'.repeat(300)), { ...good, payload: Buffer.from([1]) }, { ...good, schema_id: 'unknown' }, good],
  });
  expect(results.map(({ error }) => error?.code ?? 'published')).toEqual(['published', 'PUBLISH', 'PUBLISH', 'PUBLISH', 'published']);
  expect(results[1]!.error!.msg).toContain('STRING_TOO_LONG');
  expect(results[3]!.error!.msg).toBe('There is no schema with the id "unknown".');
});

test('a stream publishes batch after batch on the topic of its first request', async () => {
  const stream = client.publishStream();
  const answers: PublishResponse[] = [];
  const both = new Promise<void>((resolve) => stream.on('data', (answer: PublishResponse) => answers.push(answer) === 2 && resolve()));
  stream.write({ topic_name: orders, events: [await order('S-1'), await order('S-2')] });
  stream.write({ events: [await order('S-3')] });
  await both;
  expect(answers.map(({ results }) => results.map(({ error }) => error))).toEqual([[null, null], [null]]);
  const failed = new Promise((resolve) => stream.on('error', resolve));
  stream.write({ topic_name: '/event/Other__e', events: [await order('S-4')] });
  expect(await failed).toMatchObject({ code: status.INVALID_ARGUMENT });
});

test.each([
  ['no session', { accesstoken: 'nothing' }],
  ['another organization', { tenantid: '00D000000000099AAA' }],
  ['another address', { instanceurl: 'https://elsewhere.example' }],
  ['no address', { instanceurl: '' }],
])('%s is refused', async (_, changes) => {
  const refused = client.call('GetTopic', { topic_name: orders }, client.metadata(changes));
  await expect(refused).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
  expect(errorCode((await refused.catch((error: Error) => error)) as never)).toBe('service.auth.error');
});

test('a call ends when its session ends', async () => {
  const { failed, next } = client.subscribe(accounts);
  await next();
  await fetch(`${org.url}/demo/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"kind":"expireTokens"}' });
  expect(errorCode(await failed)).toBe('service.auth.error');
  connection = connect(org);
});

test.each([
  ['a topic that is not there', { topic_name: '/data/NothingChangeEvent', num_requested: 1 }, status.NOT_FOUND, 'topic.not.found'],
  ['a push topic', { topic_name: '/topic/X', num_requested: 1 }, status.NOT_FOUND, 'topic.not.found'],
  ['no events', { ...accounts, num_requested: 0 }, status.INVALID_ARGUMENT, 'subscription.fetch.requested.events.invalid'],
  ['more than 100 events', { ...accounts, num_requested: 101 }, status.INVALID_ARGUMENT, 'subscription.fetch.requested.events.invalid'],
  ['a replay without its id', { ...accounts, replay_preset: 'CUSTOM' }, status.INVALID_ARGUMENT, 'subscription.fetch.replayid.validation.failed'],
  ['a replay id of nobody', { ...accounts, replay_preset: 'CUSTOM', replay_id: Buffer.from('abc') }, status.INVALID_ARGUMENT, 'subscription.fetch.replayid.corrupted'],
  ['a replay id of the future', { ...accounts, replay_preset: 'CUSTOM', replay_id: Buffer.alloc(8, 1) }, status.INVALID_ARGUMENT, 'subscription.fetch.replayid.corrupted'],
])('asking for %s ends the call', async (_, request, code, reason) => {
  const error = await client.subscribe(request).failed;
  expect([error.code, errorCode(error)]).toEqual([code, reason]);
  expect(error.details).toMatch(/ rpcId: [\da-f-]{36}$/);
});

test('managed subscriptions are not here, and the call says so', async () => {
  const bytes = (value: Buffer): Buffer => value;
  const plain = new Client(org.pubSubEndpoint!, credentials.createInsecure());
  const code = await new Promise((resolve) => void plain.makeBidiStreamRequest('/eventbus.v1.PubSub/ManagedSubscribe', bytes, bytes, client.metadata()).on('error', (error: ServiceError) => resolve(error.code)));
  plain.close();
  expect(code).toBe(status.UNIMPLEMENTED);
});

test('nobody publishes changes', async () => {
  await expect(client.call('Publish', { topic_name: accounts.topic_name, events: [await order('x')] })).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
});

test('a service that is down is unavailable, and there again afterwards', async () => {
  const fault = { kind: 'status', status: 503, times: 1, path: '/eventbus.v1.PubSub/GetTopic' };
  await fetch(`${org.url}/demo/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) });
  const refused = client.call('GetTopic', { topic_name: orders });
  await expect(refused).rejects.toMatchObject({ code: status.UNAVAILABLE });
  expect(await client.call('GetTopic', { topic_name: orders })).toMatchObject({ topic_name: orders });
});

test('deliveries count, and end when the day’s are used up', async () => {
  const own = await startOrg({ data: ':memory:', limits: { DailyDeliveredPlatformEvents: 2 }, pubSub: { isPlain: true, keepAliveMs: 100 } });
  const other = pubSubClient(own, organizationId);
  await connect(own).sobject('Account').create(['a', 'b', 'c'].map((Name) => ({ Name })));
  const { failed, events, stream } = other.subscribe({ ...accounts, replay_preset: 'EARLIEST', num_requested: 2 });
  expect(await events(2)).toHaveLength(2);
  stream.write({ num_requested: 1 });
  expect(errorCode(await failed)).toBe('subscription.limit.exceeded');
  other.close();
  await own.close();
});

test('an org that ends, ends its calls', async () => {
  const own = await startOrg({ data: ':memory:', pubSub: { isPlain: true, keepAliveMs: 10 } });
  const other = pubSubClient(own, organizationId);
  const { failed, next } = other.subscribe(accounts);
  await next();
  const said: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  await own.close();
  expect([status.UNAVAILABLE, status.CANCELLED]).toContain((await failed).code);
  await new Promise((resolve) => void setTimeout(resolve, 50));
  write.mockRestore();
  expect(said).toEqual([]);
  other.close();
});

test('with TLS its certificate is the org’s own', async () => {
  const own = await startOrg({ data: ':memory:', pubSub: {} });
  const pem = await (await fetch(`${own.url}/demo/certificate`)).text();
  const trusting = pubSubClient(own, organizationId, pem);
  expect(await trusting.call('GetTopic', { topic_name: orders })).toMatchObject({ can_publish: true });
  const plain = pubSubClient(own, organizationId);
  await expect(plain.call('GetTopic', { topic_name: orders })).rejects.toMatchObject({ code: status.UNAVAILABLE });
  trusting.close();
  plain.close();
  await own.close();
});

test('a port that is taken is said in a sentence', async () => {
  const port = Number(org.pubSubEndpoint!.split(':')[1]);
  await expect(startOrg({ data: ':memory:', pubSub: { port } })).rejects.toMatchObject({ code: 'EADDRINUSE', message: expect.stringContaining(`Port ${port}`) as string });
});

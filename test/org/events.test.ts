import { expect, test } from 'vitest';
import { orgForThisFile, refusalOf } from './orgFixture.ts';
import { listen } from './streamingFixture.ts';

const fixture = orgForThisFile();

test('a platform event is published by creating it, and is no record afterwards', async () => {
  const { connection } = fixture;
  const listener = await listen<{ payload: object; event: { replayId: number; EventUuid: string } }>(connection, '/event/Order_Event__e', -1);
  const result = await connection.sobject('Order_Event__e').create({ Order_Number__c: 'O-1', Amount__c: 12.5 });
  expect(result).toMatchObject({ success: true, errors: [{ statusCode: 'OPERATION_ENQUEUED' }] });
  expect(result.id).toMatch(/^e01/);
  const [event] = await listener.count(1);
  expect(event!.payload).toMatchObject({ Order_Number__c: 'O-1', Amount__c: 12.5, Shipped__c: false });
  expect(Object.keys(event!.payload).slice(0, 2)).toEqual(['CreatedDate', 'CreatedById']);
  expect(event!.event.EventUuid).toMatch(/^[\da-f-]{36}$/);
  await listener.stop();
});

test('events cannot be queried: by REST, inside another query, by Bulk', async () => {
  const refused = { errorCode: 'INVALID_TYPE_FOR_OPERATION', message: 'entity type Order_Event__e does not support query' };
  expect(await refusalOf(fixture.connection.query('SELECT Id FROM Order_Event__e'))).toMatchObject(refused);
  expect(await refusalOf(fixture.connection.query('SELECT Id FROM Account WHERE Id IN (SELECT CreatedById FROM order_event__e)'))).toMatchObject(refused);
  const job = { operation: 'query', query: 'SELECT Id FROM Order_Event__e' };
  expect(await refusalOf(fixture.connection.requestPost('/jobs/query', job))).toMatchObject(refused);
});

test('an event that lacks what it needs is refused and not published', async () => {
  const { connection } = fixture;
  expect(await refusalOf(connection.sobject('Order_Event__e').create({ Amount__c: 1 }))).toMatchObject({ errorCode: 'REQUIRED_FIELD_MISSING' });
});

test('several events are published in one call', async () => {
  const { connection } = fixture;
  const listener = await listen<{ payload: { Order_Number__c: string } }>(connection, '/event/Order_Event__e', -1);
  await connection.sobject('Order_Event__e').create(['a', 'b', 'c'].map((Order_Number__c) => ({ Order_Number__c })));
  expect((await listener.count(3)).map(({ payload }) => payload.Order_Number__c)).toEqual(['a', 'b', 'c']);
  await listener.stop();
});

test('what an event carries can be asked for: as Avro, or as the whole message', async () => {
  const ask = async (path: string): Promise<{ name: string; type: string; uuid: string; fields: { name: string }[] }> =>
    (await fixture.fetch(`/services/data/v62.0${path}`)).json() as never;
  const compact = await ask('/sobjects/Order_Event__e/eventSchema?payloadFormat=COMPACT');
  expect(compact.fields.map(({ name }) => name)).toEqual(['CreatedDate', 'CreatedById', 'Order_Number__c', 'Amount__c', 'Shipped__c']);
  expect(await ask(`/event/eventSchema/${compact.uuid}?payloadFormat=COMPACT`)).toEqual(compact);
  expect(await ask('/sobjects/Order_Event__e/eventSchema')).toMatchObject({
    type: 'expanded-record',
    uuid: compact.uuid,
    fields: [{ name: 'data', type: { fields: [{ name: 'schema' }, { name: 'payload', type: { fields: compact.fields } }, { name: 'event' }] } }, { name: 'channel' }],
  });
});

test('a push topic tells of the records its query finds, when a field it looks at changes', async () => {
  const { connection } = fixture;
  await connection.sobject('PushTopic').create({
    Name: 'BigAccounts',
    Query: 'SELECT Id, Name, NumberOfEmployees FROM Account WHERE NumberOfEmployees > 100',
    ApiVersion: 62,
  });
  const listener = await listen<{ event: { type: string }; sobject: Record<string, unknown> }>(connection, '/topic/BigAccounts');
  await connection.sobject('Account').create({ Name: 'Small', NumberOfEmployees: 3 });
  const { id } = await connection.sobject('Account').create({ Name: 'Big', NumberOfEmployees: 300 });
  await connection.sobject('Account').update({ Id: id!, Phone: 'not looked at' });
  await connection.sobject('Account').update({ Id: id!, Name: 'Bigger' });
  await connection.sobject('Account').destroy(id!);
  const events = await listener.count(3);
  expect(events.map(({ event }) => event.type)).toEqual(['created', 'updated', 'deleted']);
  expect(events.map(({ sobject }) => sobject)).toEqual([
    { Id: id, Name: 'Big', NumberOfEmployees: 300 },
    { Id: id, Name: 'Bigger', NumberOfEmployees: 300 },
    { Id: id },
  ]);
  await listener.stop();
});

test('a text is pushed through a channel of its own', async () => {
  const { connection } = fixture;
  await connection.sobject('StreamingChannel').create({ Name: '/u/Notices' });
  const listener = await listen<{ payload: string }>(connection, '/u/Notices', -1);
  const result = await connection.streaming.channel('/u/Notices').push({ payload: 'hello', userIds: [] });
  expect(result).toEqual({ fanoutCount: -1, userOnlineStatus: {} });
  expect((await listener.count(1))[0]).toMatchObject({ payload: 'hello' });
  await listener.stop();
});

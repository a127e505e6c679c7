import { expect, test } from 'vitest';
import { orgForThisFile } from './orgFixture.ts';
import { type ChangeEvent, listen } from './streamingFixture.ts';

const fixture = orgForThisFile();

test('creating, changing and deleting a record is told, with what changed', async () => {
  const { connection } = fixture;
  const listener = await listen<ChangeEvent>(connection, '/data/AccountChangeEvent', -1);
  const { id } = await connection.sobject('Account').create({ Name: 'Acme', BillingCity: 'Basel', NumberOfEmployees: 12 });
  await connection.sobject('Account').update({ Id: id!, Name: 'Acme AG', BillingCity: 'Bern', Phone: '1' });
  await connection.sobject('Account').destroy(id!);
  const [created, updated, deleted] = (await listener.count(3)).map(({ payload }) => payload);
  expect(created!.ChangeEventHeader).toMatchObject({ entityName: 'Account', recordIds: [id], changeType: 'CREATE', changedFields: [], sequenceNumber: 1 });
  expect(created).toMatchObject({ Name: 'Acme', NumberOfEmployees: 12, Active__c: true, BillingAddress: { City: 'Basel' } });
  expect(created!.CreatedDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
  expect(updated!.ChangeEventHeader).toMatchObject({ changeType: 'UPDATE', recordIds: [id] });
  expect([...(updated!.ChangeEventHeader.changedFields as string[])].sort()).toEqual(['BillingAddress.City', 'LastModifiedDate', 'Name', 'Phone']);
  const { ChangeEventHeader: _, LastModifiedDate: __, ...values } = updated!;
  expect(values).toEqual({ Name: 'Acme AG', Phone: '1', BillingAddress: { City: 'Bern' } });
  expect(Object.keys(deleted!)).toEqual(['ChangeEventHeader']);
  expect(deleted!.ChangeEventHeader).toMatchObject({ changeType: 'DELETE', recordIds: [id] });
  await listener.stop();
});

test('replay ids rise and leave gaps; a listener that comes later hears what it missed', async () => {
  const { connection } = fixture;
  const first = await listen<ChangeEvent>(connection, '/data/CaseChangeEvent', -1);
  await connection.sobject('Case').create(Array.from({ length: 30 }, (_, index) => ({ Subject: `Case ${index}`, Origin: 'Web' })));
  const ids = (await first.count(30)).map(({ event }) => event.replayId);
  await first.stop();
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(ids.at(-1)! - ids[0]!).toBeGreaterThan(29);

  const all = await listen<ChangeEvent>(connection, '/data/CaseChangeEvent', -2);
  expect((await all.count(30)).map(({ event }) => event.replayId)).toEqual(ids);
  const rest = await listen<ChangeEvent>(connection, '/data/CaseChangeEvent', ids[24]);
  expect((await rest.count(5)).map(({ event }) => event.replayId)).toEqual(ids.slice(25));
  await Promise.all([all.stop(), rest.stop()]);
});

test('the same change of several records in one call is one event; all events of a call share their transaction', async () => {
  const { connection } = fixture;
  const created = await connection.sobject('Lead').create(['A', 'B', 'C'].map((LastName) => ({ LastName, Company: 'Merged' })));
  const listener = await listen<ChangeEvent>(connection, '/data/LeadChangeEvent', -1);
  await connection.sobject('Lead').update([
    ...created.slice(0, 2).map(({ id }) => ({ Id: id!, Company: 'Same' })),
    { Id: created[2]!.id!, Company: 'Other' },
  ]);
  const headers = (await listener.count(2)).map(({ payload }) => payload.ChangeEventHeader);
  expect(headers.map(({ recordIds, sequenceNumber }) => [recordIds, sequenceNumber])).toEqual([
    [created.slice(0, 2).map(({ id }) => id), 1],
    [[created[2]!.id], 2],
  ]);
  expect(headers[0]!.transactionKey).toBe(headers[1]!.transactionKey);
  await listener.stop();
});

test('a call that is taken back tells nothing', async () => {
  const { connection } = fixture;
  const listener = await listen<ChangeEvent>(connection, '/data/ContactChangeEvent', -1);
  await connection.sobject('Contact').create([{ LastName: 'Kept not' }, { FirstName: 'Without last name' }], { allOrNone: true });
  await connection.sobject('Contact').create({ LastName: 'Told' });
  expect((await listener.count(1))[0]!.payload).toMatchObject({ Name: { LastName: 'Told' } });
  expect(listener.events).toHaveLength(1);
  await listener.stop();
});

test('nor does a composite request that is taken back', async () => {
  const { connection } = fixture;
  const listener = await listen<ChangeEvent>(connection, '/data/CampaignChangeEvent', -1);
  const create = (referenceId: string, body: object): object => ({ method: 'POST', url: '/services/data/v62.0/sobjects/Campaign', referenceId, body });
  const answer = await connection.requestPost<{ compositeResponse: { httpStatusCode: number }[] }>('/composite', {
    allOrNone: true,
    compositeRequest: [create('good', { Name: 'Taken back' }), create('bad', {})],
  });
  expect(answer.compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([400, 400]);
  await connection.sobject('Campaign').create({ Name: 'Told' });
  expect((await listener.count(1))[0]!.payload).toMatchObject({ Name: 'Told' });
  await listener.stop();
});

test('/data/ChangeEvents hears of every object, custom ones too; children that go with their parent are told', async () => {
  const { connection } = fixture;
  const listener = await listen<ChangeEvent>(connection, '/data/ChangeEvents', -1);
  const custom = await listen<ChangeEvent>(connection, '/data/Invoice__ChangeEvent', -1);
  const account = await connection.sobject('Account').create({ Name: 'With invoice' });
  const invoice = await connection.sobject('Invoice__c').create({ Account__c: account.id!, Amount__c: 5 });
  await connection.sobject('Account').destroy(account.id!);
  const told = (await listener.count(4)).map(({ payload: { ChangeEventHeader } }) => [ChangeEventHeader.entityName, ChangeEventHeader.changeType]);
  expect(told).toEqual([['Account', 'CREATE'], ['Invoice__c', 'CREATE'], ['Account', 'DELETE'], ['Invoice__c', 'DELETE']]);
  expect((await custom.count(2)).map(({ payload }) => payload.ChangeEventHeader.recordIds)).toEqual([[invoice.id], [invoice.id]]);
  await Promise.all([listener.stop(), custom.stop()]);
});

test('a gap says that something happened, and not what', async () => {
  const { connection } = fixture;
  const listener = await listen<ChangeEvent>(connection, '/data/OpportunityChangeEvent', -1);
  const [opportunity] = await connection.sobject('Opportunity').find({}, ['Id']).limit(1);
  await fixture.fault({ kind: 'gap' });
  await connection.sobject('Opportunity').update({ Id: opportunity!.Id, NextStep: 'Call' });
  const [{ payload }] = (await listener.count(1)) as [ChangeEvent];
  expect(Object.keys(payload)).toEqual(['ChangeEventHeader']);
  expect(payload.ChangeEventHeader).toMatchObject({ changeType: 'GAP_UPDATE', recordIds: [opportunity!.Id] });
  await listener.stop();
});

test('of a bulk job of more than 500 rows only one overflow is told, not every row', async () => {
  const { connection } = fixture;
  const listener = await listen<ChangeEvent>(connection, '/data/ContactChangeEvent', -1);
  const job = connection.bulk2.createJob({ operation: 'insert', object: 'Contact' });
  await job.open();
  await job.uploadData(`LastName\n${Array.from({ length: 600 }, (_, index) => `Bulk ${index}`).join('\n')}\n`);
  await job.close();
  await job.poll(100, 20_000);
  // Written after the job: when it arrives, whatever the job had to tell has arrived.
  const { id } = await connection.sobject('Contact').create({ LastName: 'After the job' });
  const headers = (await listener.count(2)).map(({ payload }) => payload.ChangeEventHeader);
  expect(headers.map(({ changeType }) => changeType)).toEqual(['GAP_OVERFLOW', 'CREATE']);
  expect(headers[1]!.recordIds).toEqual([id]);
  expect((await job.check()).numberRecordsProcessed).toBe(600);
  await listener.stop();
});

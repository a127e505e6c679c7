import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();

async function one<T extends object>(soql: string): Promise<T> {
  return (await fixture.connection.query(soql)).records[0] as unknown as T;
}

describe('roll-up fields', () => {
  test('follow their children: made, changed, moved, deleted, taken back', async () => {
    const { connection } = fixture;
    const account = await connection.sobject('Account').create({ Name: 'Rolled' });
    const [first, second] = (await connection.sobject('Invoice__c').create([1, 2].map((Amount__c) => ({ Account__c: account.id,
      Amount__c })))).map(({ id }) => id!);
    const totals = async (): Promise<unknown[]> =>
      (await connection.query(`SELECT Line_Total__c, Line_Count__c FROM Invoice__c WHERE Account__c = '${account.id!}' ORDER BY Amount__c`)).records.map(
        ({ Line_Total__c, Line_Count__c }) => [Line_Total__c, Line_Count__c],
      );
    const [a, b] = (await connection.sobject('Invoice_Line__c').create([10, 20].map((Price__c) => ({ Invoice__c: first, Quantity__c: 1,
      Price__c })))).map(({ id }) => id!);
    expect((await totals())[0]).toEqual([30, 2]);
    await connection.sobject('Invoice_Line__c').update({ Id: a!, Price__c: 15 });
    expect((await totals())[0]).toEqual([35, 2]);
    await connection.sobject('Invoice_Line__c').update({ Id: a!, Invoice__c: second });
    expect(await totals()).toEqual([[20, 1], [15, 1]]);
    await connection.sobject('Invoice_Line__c').destroy(b!);
    expect(await totals()).toEqual([[0, 0], [15, 1]]);
    expect(await refusalOf(connection.sobject('Invoice__c').update({ Id: first!, Line_Total__c: 5 }))).toMatchObject({
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    });
  });

  test('are right in the seed', async () => {
    const { records } = await fixture.connection.query<{ Line_Count__c: number; Lines__r: { totalSize: number } | null }>(
      'SELECT Line_Count__c, (SELECT Id FROM Lines__r) FROM Invoice__c WHERE Line_Count__c > 0',
    );
    expect(records.length).toBeGreaterThan(100);
    for (const { Line_Count__c, Lines__r } of records) expect(Lines__r?.totalSize).toBe(Line_Count__c);
  });
});

test('a tracked field that changes leaves a history', async () => {
  const { connection } = fixture;
  const { id } = await connection.sobject('Opportunity').create({ Name: 'Tracked', StageName: 'Prospecting', CloseDate: '2026-05-01', Amount: 10 });
  await connection.sobject('Opportunity').update({ Id: id!, StageName: 'Qualification', Amount: 20, NextStep: 'not tracked' });
  const { records } = await connection.query(`SELECT Field, OldValue, NewValue, CreatedBy.Alias, Opportunity.Name FROM OpportunityFieldHistory WHERE `
    + `OpportunityId = '${id!}' ORDER BY Field`);
  expect(records).toMatchObject([
    { Field: 'Amount', OldValue: '10', NewValue: '20', CreatedBy: { Alias: 'demo' }, Opportunity: { Name: 'Tracked' } },
    { Field: 'StageName', OldValue: 'Prospecting', NewValue: 'Qualification' },
  ]);
  expect((await connection.query('SELECT COUNT() FROM OpportunityFieldHistory WHERE CreatedDate < LAST_N_DAYS:60')).totalSize).toBeGreaterThan(20);
});

describe('duplicate rules', () => {
  const person = { FirstName: 'Twin', LastName: 'Person', Email: 'twin@person.example' };

  test('refuse a second record of the same kind, unless the caller insists', async () => {
    const { connection } = fixture;
    await connection.sobject('Contact').create(person);
    expect(await refusalOf(connection.sobject('Contact').create(person))).toMatchObject({ errorCode: 'DUPLICATES_DETECTED' });
    expect(await connection.sobject('Contact').create({ ...person, Email: 'other@person.example' })).toMatchObject({ success: true });
    const headers = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };
    expect(await connection.sobject('Contact').create(person, { headers })).toMatchObject({ success: true });
  });

  test('say nothing of records that lack one of the values', async () => {
    await fixture.connection.sobject('Contact').create({ LastName: 'Blank' });
    expect(await fixture.connection.sobject('Contact').create({ LastName: 'Blank' })).toMatchObject({ success: true });
  });
});

describe('record types', () => {
  test('are described, and set by their id', async () => {
    const { recordTypeInfos } = await fixture.connection.describe('Opportunity');
    expect(recordTypeInfos.map(({ name }) => name)).toEqual(['New Business', 'Renewal', 'Master']);
    const { Id } = await one<{ Id: string }>("SELECT Id FROM RecordType WHERE SobjectType = 'Opportunity' AND DeveloperName = 'Renewal'");
    const deal = await fixture.connection.sobject('Opportunity').create({ Name: 'Typed', StageName: 'Prospecting', CloseDate: '2026-05-01', RecordTypeId: Id });
    expect(await one(`SELECT RecordType.DeveloperName FROM Opportunity WHERE Id = '${deal.id!}'`)).toMatchObject({ RecordType: { DeveloperName: 'Renewal' } });
  });

  test('belong to one object', async () => {
    const { Id } = await one<{ Id: string }>("SELECT Id FROM RecordType WHERE SobjectType = 'Case' LIMIT 1");
    const call = fixture.connection.sobject('Opportunity').create({ Name: 'x', StageName: 'Prospecting', CloseDate: '2026-05-01', RecordTypeId: Id });
    expect(await refusalOf(call)).toMatchObject({ errorCode: 'INVALID_CROSS_REFERENCE_KEY' });
  });
});

test('a dependent picklist says which choices go with which', async () => {
  const { fields } = await fixture.connection.describe('Warehouse__c');
  const country = fields.find(({ name }) => name === 'Country__c')!;
  expect(country).toMatchObject({ controllerName: 'Region__c', dependentPicklist: true });
  const valid = new Map(country.picklistValues!.map(({ value, validFor }) => [value, Buffer.from(String(validFor), 'base64')[0]]));
  expect([valid.get('Canada'), valid.get('Germany'), valid.get('Japan')]).toEqual([0x80, 0x40, 0x20]);
});

test('the schema is there as records', async () => {
  const { connection } = fixture;
  expect(await one("SELECT QualifiedApiName, Label, KeyPrefix FROM EntityDefinition WHERE QualifiedApiName = "
    + "'Invoice__c'")).toMatchObject({ Label: 'Invoice', KeyPrefix: 'a00' });
  const { records } = await connection.query(
    "SELECT QualifiedApiName, DataType, IsNillable FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Invoice__c' AND QualifiedApiName IN "
      + "('Account__c', 'Line_Total__c', 'Amount__c') ORDER BY QualifiedApiName",
  );
  expect(records).toMatchObject([
    { QualifiedApiName: 'Account__c', DataType: 'Master-Detail(Account)', IsNillable: false },
    { QualifiedApiName: 'Amount__c', DataType: 'Currency(14, 2)' },
    { QualifiedApiName: 'Line_Total__c', DataType: 'Roll-Up Summary' },
  ]);
  const described = (await connection.describe('Contact')).fields.length;
  expect((await connection.query("SELECT COUNT() FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Contact'")).totalSize).toBe(described);
});

test('a queue may own a lead, and not an account', async () => {
  const { Id } = await one<{ Id: string }>("SELECT Id FROM Group WHERE Type = 'Queue' LIMIT 1");
  const lead = await fixture.connection.sobject('Lead').create({ LastName: 'Queued', Company: 'x', OwnerId: Id });
  expect(await one(`SELECT Owner.Name, Owner.Type FROM Lead WHERE Id = '${lead.id!}'`)).toMatchObject({ Owner: { attributes: { type: 'Group' },
    Type: 'Group' } });
  expect(await refusalOf(fixture.connection.sobject('Account').create({ Name: 'x', OwnerId: Id }))).toMatchObject({ errorCode: 'MALFORMED_ID' });
});

describe('undelete', () => {
  test('takes a record out of the recycle bin, with the children that went with it', async () => {
    const { connection } = fixture;
    const account = await connection.sobject('Account').create({ Name: 'Comes back' });
    const kept = await connection.sobject('Contact').create({ LastName: 'With it', AccountId: account.id });
    const earlier = await connection.sobject('Contact').create({ LastName: 'Gone before', AccountId: account.id });
    await connection.sobject('Contact').destroy(earlier.id!);
    await sleep(1_100); // moments are stored in seconds
    await connection.sobject('Account').destroy(account.id!);
    expect((await connection.query(`SELECT COUNT() FROM Account WHERE Id = '${account.id!}'`)).totalSize).toBe(0);
    expect(await connection.soap.undelete([account.id!])).toMatchObject([{ id: account.id, success: true }]);
    expect((await connection.query(`SELECT Id FROM Contact WHERE AccountId = '${account.id!}'`)).records).toMatchObject([{ Id: kept.id }]);
  });

  test('says of each record why it cannot', async () => {
    const { connection } = fixture;
    const live = await connection.sobject('Account').create({ Name: 'Never deleted' });
    const first = await connection.sobject('Lead').create({ LastName: 'x', Company: 'x', External_Key__c: 'taken' });
    await connection.sobject('Lead').destroy(first.id!);
    await connection.sobject('Lead').create({ LastName: 'y', Company: 'y', External_Key__c: 'taken' });
    expect(await connection.soap.undelete([live.id!, first.id!])).toMatchObject([
      { success: false, errors: [{ statusCode: 'UNDELETE_FAILED' }] },
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
    ]);
  });
});

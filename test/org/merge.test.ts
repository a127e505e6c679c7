import { beforeEach, expect, test } from 'vitest';
import type { Connection } from 'jsforce';
import { orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();
let connection: Connection;
beforeEach(() => {
  connection = fixture.connection;
});

async function made(object: string, record: Record<string, unknown>): Promise<string> {
  return ((await connection.sobject(object).create(record)) as { id: string }).id;
}

const request = (type: string, master: string, losers: readonly string[], fields: Record<string, unknown> = {}): never =>
  ({ masterRecord: { type, Id: master, ...fields }, recordToMergeIds: losers }) as never;

test('accounts are merged: the master takes over children and values, the others go into the recycle bin and name it', async () => {
  const [master, one, two] = [await made('Account', { Name: 'Master' }), await made('Account', { Name: 'One', Site: 'S' }), await made('Account', { Name: 'Two' })];
  const contact = await made('Contact', { LastName: 'Child', AccountId: one });
  const opportunity = await made('Opportunity', { Name: 'Deal', AccountId: two, StageName: 'Prospecting', CloseDate: '2026-01-01' });
  const own = await made('Account', { Name: 'Below', ParentId: one });
  await connection.sobject('Account').update({ Id: master, ParentId: one });
  const result = await connection.soap.merge(request('Account', master, [one, two], { Site: 'Taken', Phone: null }));
  expect(result).toMatchObject({ success: true, id: master, mergedRecordIds: [one, two], updatedRelatedIds: expect.arrayContaining([contact, opportunity, own]) as string[] });
  expect(await connection.sobject('Account').retrieve(master)).toMatchObject({ Name: 'Master', Site: 'Taken', ParentId: null });
  expect(await connection.sobject('Contact').retrieve(contact)).toMatchObject({ AccountId: master });
  expect(await connection.sobject('Opportunity').retrieve(opportunity)).toMatchObject({ AccountId: master });
  expect(await connection.sobject('Account').retrieve(own)).toMatchObject({ ParentId: master });
  const binned = await connection.query(`SELECT Id, IsDeleted, MasterRecordId FROM Account WHERE MasterRecordId = '${master}'`, { scanAll: true });
  expect(new Set(binned.records.map(({ Id, IsDeleted }) => [Id, IsDeleted].join()))).toEqual(new Set([`${one},true`, `${two},true`]));
  const [back] = await connection.soap.undelete([one]);
  expect(back).toMatchObject({ success: true, id: one });
  expect(await connection.sobject('Account').retrieve(one)).toMatchObject({ MasterRecordId: null });
});

test.each(['Contact', 'Lead', 'Case'])('%s records are merged, too', async (object) => {
  const values = object === 'Case' ? { Subject: 'A' } : { LastName: 'A', ...(object === 'Lead' ? { Company: 'Co' } : {}) };
  const [master, loser] = [await made(object, values), await made(object, values)];
  expect(await connection.soap.merge(request(object, master, [loser]))).toMatchObject({ success: true, mergedRecordIds: [loser] });
  expect((await connection.describe(object)).mergeable).toBe(true);
});

test('a merge that cannot be changes nothing', async () => {
  const [master, loser] = [await made('Account', { Name: 'M' }), await made('Account', { Name: 'L' })];
  const contact = await made('Contact', { LastName: 'Child', AccountId: loser });
  const warehouse = await made('Warehouse__c', { Name: 'W', Code__c: 'MERGE' });
  const refused: [ReturnType<typeof request>, string][] = [
    [request('Account', master, [master]), 'INVALID_FIELD'],
    [request('Account', master, []), 'INVALID_NUM_OF_RECORDS'],
    [request('Account', master, [loser, contact]), 'INVALID_CROSS_REFERENCE_KEY'],
    [request('Account', master, [loser], { NumberOfEmployees: -1 }), 'FIELD_CUSTOM_VALIDATION_EXCEPTION'],
    [request('Warehouse__c', warehouse, [warehouse]), 'INVALID_TYPE_FOR_OPERATION'],
  ];
  const results = (await connection.soap.merge(refused.map(([one]) => one))) as { success: boolean; errors: { statusCode: string }[] }[];
  expect(results.map(({ errors }) => errors[0]!.statusCode)).toEqual(refused.map(([, statusCode]) => statusCode));
  expect(await connection.sobject('Contact').retrieve(contact)).toMatchObject({ AccountId: loser });
  expect((await connection.query(`SELECT Id FROM Account WHERE Id = '${loser}' AND MasterRecordId = null`)).totalSize).toBe(1);
});

test('records are written by SOAP through the same path', async () => {
  const [saved, bad] = (await connection.soap.create([{ type: 'Account', Name: 'By <SOAP> & co', Site: 'x' }, { type: 'Account', Site: 'x' }])) as { id: string; success: boolean }[];
  expect([saved, bad]).toMatchObject([{ success: true }, { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }] }]);
  expect(await connection.soap.update({ type: 'Account', Id: saved!.id, Site: null })).toMatchObject({ success: true });
  expect(await connection.sobject('Account').retrieve(saved!.id)).toMatchObject({ Name: 'By <SOAP> & co', Site: null });
  const key = { type: 'Account', External_Key__c: 'SOAP-1', Name: 'Keyed' };
  expect(await connection.soap.upsert('External_Key__c', key)).toMatchObject({ success: true, created: true });
  expect(await connection.soap.upsert('External_Key__c', key)).toMatchObject({ success: true, created: false });
  expect(await connection.soap.delete([saved!.id])).toMatchObject([{ success: true, id: saved!.id }]);
  expect(await connection.soap.undelete([saved!.id])).toMatchObject([{ success: true, id: saved!.id }]);
  expect(await connection.soap.getUserInfo()).toMatchObject({ organizationName: 'Sluice Demo' });
});

/** A call with headers, as jsforce does not send them. */
async function callSoap(operation: string, inner: string, headers: string): Promise<string> {
  const body = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header xmlns="urn:partner.soap.sforce.com"><SessionHeader><sessionId>${fixture.org.accessToken}</sessionId></SessionHeader>
    ${headers}</s:Header><s:Body><${operation} xmlns="urn:partner.soap.sforce.com">${inner}</${operation}></s:Body></s:Envelope>`;
  return (await fetch(`${fixture.org.url}/services/Soap/u/62.0`, { method: 'POST', headers: { 'content-type': 'text/xml', soapaction: '""' }, body })).text();
}

test('AllOrNoneHeader and DuplicateRuleHeader are honoured, others change nothing', async () => {
  const pair = '<sObjects><type>Account</type><Name>All or none</Name></sObjects><sObjects><type>Account</type></sObjects>';
  const count = async (): Promise<number> => (await connection.query("SELECT Id FROM Account WHERE Name = 'All or none'")).totalSize;
  expect(await callSoap('create', pair, '<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>')).toContain('ALL_OR_NONE_OPERATION_ROLLED_BACK');
  expect(await count()).toBe(0);
  await callSoap('create', pair, '<AllOrNoneHeader><allOrNone>false</allOrNone></AllOrNoneHeader><AssignmentRuleHeader><useDefaultRule>true</useDefaultRule></AssignmentRuleHeader>');
  expect(await count()).toBe(1);

  const twin = '<sObjects><type>Contact</type><FirstName>Soap</FirstName><LastName>Twin</LastName><Email>soap@twin.example</Email></sObjects>';
  expect(await callSoap('create', twin, '')).toContain('<success>true</success>');
  expect(await callSoap('create', twin, '')).toContain('DUPLICATES_DETECTED');
  expect(await callSoap('create', twin, '<DuplicateRuleHeader><allowSave>true</allowSave></DuplicateRuleHeader>')).toContain('<success>true</success>');
});

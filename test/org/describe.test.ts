import { expect, test } from 'vitest';
import { apiVersion, orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();

const types = [
  'id',
  'reference',
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'email',
  'phone',
  'url',
  'boolean',
  'int',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'address',
  'location',
];

test('the versions need no session and no call', async () => {
  const response = await fetch(`${fixture.org.url}/services/data`);
  const versions = (await response.json()) as { label: string; version: string; url: string }[];
  expect(versions[0]).toEqual({ label: "Winter '21", url: '/services/data/v50.0', version: '50.0' });
  expect(versions.at(-1)).toEqual({ label: "Winter '27", url: '/services/data/v68.0', version: '68.0' });
  expect(response.headers.has('sforce-limit-info')).toBe(false);
});

test('the resources name the signed-in user', async () => {
  const resources = await fixture.connection.request<Record<string, string>>(`/services/data/v${apiVersion}`);
  expect(resources.query).toBe(`/services/data/v${apiVersion}/query`);
  expect(resources.identity).toMatch(new RegExp(`^${fixture.org.url}/id/00D\\w{15}/005\\w{15}$`));
});

test('the global describe lists every object', async () => {
  const { sobjects, maxBatchSize } = await fixture.connection.describeGlobal();
  expect(maxBatchSize).toBe(200);
  const expected = ['Account', 'Contact', 'Lead', 'Opportunity', 'Case', 'Task', 'Event', 'Campaign', 'Product2', 'RecordType', 'EntityDefinition',
    'Warehouse__c'];
  expect(sobjects.map(({ name }) => name)).toEqual(expect.arrayContaining(expected));
  expect(sobjects.find(({ name }) => name === 'Account')).toMatchObject({
    keyPrefix: '001',
    custom: false,
    createable: true,
    urls: { describe: `/services/data/v${apiVersion}/sobjects/Account/describe` },
  });
  expect(sobjects.find(({ name }) => name === 'Organization')).toMatchObject({ createable: false, updateable: false });
});

test('a describe shows every field with the flags that clients look at', async () => {
  const { fields, childRelationships } = await fixture.connection.describe('Lead');
  const field = (name: string): Record<string, unknown> => fields.find((one) => one.name === name) as unknown as Record<string, unknown>;
  expect(field('LastName')).toMatchObject({
    type: 'string',
    nillable: false,
    createable: true,
    defaultedOnCreate: false,
    length: 80,
    compoundFieldName: 'Name',
  });
  expect(field('Status')).toMatchObject({ type: 'picklist', defaultedOnCreate: true, defaultValue: 'Open - Not Contacted' });
  expect(field('Rating')).toMatchObject({
    restrictedPicklist: true,
    picklistValues: [{ value: 'Hot', active: true, defaultValue: false, label: 'Hot', validFor: null }, { value: 'Warm' }, { value: 'Cold' }],
  });
  expect(field('External_Key__c')).toMatchObject({ custom: true, externalId: true, unique: true, idLookup: true });
  expect(field('OwnerId')).toMatchObject({ type: 'reference', referenceTo: ['User', 'Group'], relationshipName: 'Owner', nillable: false,
    polymorphicForeignKey: true });
  expect(field('Id')).toMatchObject({ type: 'id', createable: false, updateable: false, soapType: 'tns:ID' });
  expect(field('Name')).toMatchObject({ nameField: true, createable: false });
  expect(field('Address')).toMatchObject({ type: 'address', filterable: false });
  expect(field('Description')).toMatchObject({ filterable: false, groupable: false, sortable: false });
  expect(childRelationships.map(({ relationshipName }) => relationshipName)).toEqual([null, 'Tasks', 'Events', 'CampaignMembers', null, 'ContentDocumentLinks']);
  for (const { type } of fields) expect(types).toContain(type);
});

test('child relationships are described on the parent', async () => {
  const { childRelationships } = await fixture.connection.describe('account');
  expect(childRelationships.map(({ relationshipName }) => relationshipName)).toEqual(['ChildAccounts', null, 'Contacts', 'Opportunities', 'Cases', 'Tasks',
    'Events', 'Invoices__r', null, 'ContentDocumentLinks']);
  expect(childRelationships[2]).toMatchObject({ childSObject: 'Contact', field: 'AccountId', cascadeDelete: true });
});

test('an object that is not there is NOT_FOUND', async () => {
  expect(await refusalOf(fixture.connection.describe('Nothing__c'))).toMatchObject({
    errorCode: 'NOT_FOUND',
    message: 'The requested resource does not exist',
  });
});

test('calls are counted, and the limits agree with the header', async () => {
  await fixture.connection.query('SELECT Id FROM Account LIMIT 1');
  const { used, limit } = fixture.connection.limitInfo.apiUsage!;
  expect(limit).toBe(15_000);
  const limits = await fixture.connection.limits();
  expect(limits.DailyApiRequests).toEqual({ Max: 15_000, Remaining: 15_000 - used - 1 });
});

test('the seed is a believable company: hierarchies, several owners, every stage', async () => {
  const { connection } = fixture;
  const count = async (soql: string): Promise<number> => (await connection.query(soql)).totalSize;
  expect(await count('SELECT COUNT() FROM Account')).toBeGreaterThanOrEqual(50);
  expect(await count('SELECT COUNT() FROM Contact')).toBeGreaterThanOrEqual(300);
  expect(await count('SELECT COUNT() FROM Account WHERE Parent.Parent.Name != null')).toBeGreaterThan(0);
  expect(await count('SELECT OwnerId FROM Lead GROUP BY OwnerId')).toBeGreaterThanOrEqual(4);
  expect(await count('SELECT StageName FROM Opportunity GROUP BY StageName')).toBe(10);
  expect(await count("SELECT Id FROM Opportunity WHERE StageName = 'Closed Won' AND (Probability != 100 OR IsWon = false OR IsClosed = false)")).toBe(0);
  expect(await count('SELECT Id FROM Case WHERE AccountId != null AND Contact.AccountId = null')).toBe(0);
});

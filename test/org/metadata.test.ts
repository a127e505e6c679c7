import { beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from 'jsforce';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();
let connection: Connection;
beforeEach(() => {
  connection = fixture.connection;
});

const externalId = { type: 'Text', label: 'Legacy Key', length: 20, externalId: true, unique: true } as const;

async function fieldNames(object: string): Promise<string[]> {
  return (await connection.describe(object)).fields.map(({ name }) => name);
}

describe('the Metadata API', () => {
  test('says what it has', async () => {
    const { metadataObjects, organizationNamespace } = await connection.metadata.describe();
    expect({ types: metadataObjects.map(({ xmlName }) => xmlName), organizationNamespace }).toEqual({ types: ['CustomObject'], organizationNamespace: '' });
    const listed = await connection.metadata.list([{ type: 'CustomField' }, { type: 'CustomObject' }]);
    expect(listed.map(({ fullName }) => fullName)).toEqual(expect.arrayContaining(['Account.External_Key__c', 'Invoice__c', 'Account']));
  });

  test('adds an external id, which is usable at once', async () => {
    expect(await connection.metadata.create('CustomField', { fullName: 'Account.Legacy_Key__c', ...externalId })).toMatchObject({ success: true, fullName: 'Account.Legacy_Key__c' });
    const field = (await connection.describe('Account')).fields.find(({ name }) => name === 'Legacy_Key__c');
    expect(field).toMatchObject({ externalId: true, unique: true, length: 20, label: 'Legacy Key', custom: true, idLookup: true });
    const accounts = connection.sobject('Account');
    const [made, again] = [
      await accounts.upsert({ Name: 'Keyed', Legacy_Key__c: 'L1' }, 'Legacy_Key__c'),
      await accounts.upsert({ Name: 'Renamed', Legacy_Key__c: 'L1' }, 'Legacy_Key__c'),
    ];
    expect(again).toMatchObject({ success: true, id: (made as { id: string }).id });
    expect((await connection.query("SELECT Name, Legacy_Key__c FROM Account WHERE Legacy_Key__c = 'l1'")).records).toMatchObject([{ Name: 'Renamed', Legacy_Key__c: 'L1' }]);
    expect(await refusalOf(accounts.create({ Name: 'Other', Legacy_Key__c: 'L1' }))).toMatchObject({ errorCode: 'DUPLICATE_VALUE' });
    expect(await connection.metadata.read('CustomField', 'Account.Legacy_Key__c')).toMatchObject({ label: 'Legacy Key', type: 'Text', externalId: true });
  });

  test('adds an object with fields of every kind, a child of it, and a summary', async () => {
    const object = {
      fullName: 'Ship__c', label: 'Ship', pluralLabel: 'Ships', nameField: { type: 'Text', label: 'Ship Name' }, deploymentStatus: 'Deployed', sharingModel: 'ReadWrite',
    };
    expect(await connection.metadata.create('CustomObject', object)).toMatchObject({ success: true });
    const fields = [
      { fullName: 'Ship__c.Tons__c', type: 'Number', label: 'Tons', precision: 10, scale: 1 },
      { fullName: 'Ship__c.Active__c', type: 'Checkbox', label: 'Active', defaultValue: 'true' },
      { fullName: 'Ship__c.Built__c', type: 'Date', label: 'Built', required: true },
      { fullName: 'Ship__c.Log__c', type: 'LongTextArea', label: 'Log', length: 10_000, visibleLines: 3 },
      { fullName: 'Ship__c.Owner_Company__c', type: 'Lookup', label: 'Company', referenceTo: 'Account', relationshipName: 'Ships', relationshipLabel: 'Ships' },
      {
        fullName: 'Ship__c.Kind__c', type: 'Picklist', label: 'Kind',
        valueSet: { restricted: true, valueSetDefinition: { sorted: false, value: [{ fullName: 'Tug', default: true, label: 'Tug' }, { fullName: 'Ferry', default: false, label: 'Ferry' }] } },
      },
    ];
    expect((await connection.metadata.create('CustomField', fields)).map(({ success }) => success)).toEqual(fields.map(() => true));
    await connection.metadata.create('CustomObject', { ...object, fullName: 'Cargo__c', label: 'Cargo', nameField: { type: 'AutoNumber', label: 'No', displayFormat: 'C-{000}' }, sharingModel: 'ControlledByParent' });
    const more = [
      { fullName: 'Cargo__c.Ship__c', type: 'MasterDetail', label: 'Ship', referenceTo: 'Ship__c', relationshipName: 'Cargo' },
      { fullName: 'Cargo__c.Weight__c', type: 'Number', label: 'Weight', precision: 8, scale: 0 },
    ];
    for (const one of more) expect(await connection.metadata.create('CustomField', one)).toMatchObject({ success: true });

    const ship = await connection.sobject('Ship__c').create({ Name: 'Erna', Built__c: '2020-01-01' });
    const id = (ship as { id: string }).id;
    await connection.sobject('Cargo__c').create([{ Ship__c: id, Weight__c: 3 }, { Ship__c: id, Weight__c: 4 }]);
    const total = { fullName: 'Ship__c.Weight__c', type: 'Summary', label: 'Weight', summaryForeignKey: 'Cargo__c.Ship__c', summaryOperation: 'sum', summarizedField: 'Cargo__c.Weight__c' };
    expect(await connection.metadata.create('CustomField', total)).toMatchObject({ success: true });
    const { records } = await connection.query('SELECT Name, Active__c, Kind__c, Weight__c, (SELECT Name FROM Cargo__r) FROM Ship__c');
    expect(records).toMatchObject([{ Name: 'Erna', Active__c: true, Kind__c: 'Tug', Weight__c: 7, Cargo__r: { records: [{ Name: 'C-001' }, { Name: 'C-002' }] } }]);
    expect(await connection.metadata.read('CustomObject', 'Ship__c')).toMatchObject({ label: 'Ship', nameField: { type: 'Text' } });
    expect(await connection.metadata.delete('CustomObject', 'Ship__c')).toMatchObject({ success: false, errors: [{ statusCode: 'DEPENDENCY_EXISTS' }] });
    expect(await connection.metadata.delete('CustomField', 'Ship__c.Weight__c')).toMatchObject({ success: true });
    expect(await connection.metadata.delete('CustomObject', ['Cargo__c', 'Ship__c'])).toMatchObject([{ success: true }, { success: true }]);
    expect(await refusalOf(connection.query('SELECT Id FROM Ship__c'))).toMatchObject({ errorCode: 'INVALID_TYPE' });
  });

  test('changes a field, and keeps what it holds', async () => {
    const { id } = (await connection.sobject('Lead').create({ LastName: 'Stays', Company: 'Co', Rating: 'Hot' })) as { id: string };
    const field = { fullName: 'Lead.Code__c', type: 'Text', label: 'Code', length: 10 };
    expect(await connection.metadata.upsert('CustomField', field)).toMatchObject({ success: true, created: true });
    await connection.sobject('Lead').update({ Id: id, Code__c: 'X' });
    expect(await connection.metadata.upsert('CustomField', { ...field, label: 'Our Code', externalId: true, length: 30 })).toMatchObject({ success: true, created: false });
    expect(await connection.sobject('Lead').retrieve(id)).toMatchObject({ Code__c: 'X', Rating: 'Hot', LastName: 'Stays' });
    expect((await connection.describe('Lead')).fields.find(({ name }) => name === 'Code__c')).toMatchObject({ label: 'Our Code', externalId: true, length: 30 });
    await connection.sobject('Lead').create({ LastName: 'Twin', Company: 'Co', Code__c: 'x' });
    expect(await connection.metadata.update('CustomField', { ...field, unique: true })).toMatchObject({ success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] });
    expect(await connection.metadata.delete('CustomField', 'Lead.Code__c')).toMatchObject({ success: true });
    expect(await fieldNames('Lead')).not.toContain('Code__c');
  });

  test.each([
    [{ fullName: 'Account.Name', ...externalId }, 'INVALID_FULL_NAME'],
    [{ fullName: 'Nothing.Key__c', ...externalId }, 'INVALID_CROSS_REFERENCE_KEY'],
    [{ fullName: 'Account.External_Key__c', ...externalId }, 'DUPLICATE_DEVELOPER_NAME'],
    [{ fullName: 'Account.Key__c', type: 'Text', length: 3 }, 'REQUIRED_FIELD_MISSING'],
    [{ fullName: 'Account.Key__c', type: 'Secret', label: 'Key' }, 'FIELD_INTEGRITY_EXCEPTION'],
    [{ fullName: 'Account.Key__c', type: 'Lookup', label: 'Key', referenceTo: 'Nothing' }, 'DEPENDENCY_EXISTS'],
    [{ fullName: 'Account.Bad__Name__c', ...externalId }, 'INVALID_FULL_NAME'],
  ])('refuses %j', async (field, statusCode) => {
    const before = await fieldNames('Account');
    expect(await connection.metadata.create('CustomField', field)).toMatchObject({ success: false, errors: [{ statusCode }] });
    expect(await fieldNames('Account')).toEqual(before);
  });

  test('is for who may do everything, and for a session that is good', async () => {
    const answer = await fetch(`${fixture.org.url}/services/oauth2/token`, {
      method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'sluiceServer', client_secret: 'sluice-demo-secret' }),
    });
    const { access_token: accessToken } = (await answer.json()) as { access_token: string };
    const integration = connect({ ...fixture.org, accessToken });
    expect(await integration.metadata.create('CustomField', { fullName: 'Account.Mine__c', ...externalId })).toMatchObject({ success: false, errors: [{ statusCode: 'INSUFFICIENT_ACCESS' }] });
    expect(await refusalOf(connect({ ...fixture.org, accessToken: '00D000000000001!x' }).metadata.describe())).toMatchObject({ message: expect.stringContaining('INVALID_SESSION_ID') as string });
  });
});

describe('the Tooling API', () => {
  test('adds, reads, changes and takes away a field', async () => {
    const fields = connection.tooling.sobject('CustomField');
    const { id, success } = (await fields.create({ FullName: 'Contact.Badge__c', Metadata: { ...externalId, label: 'Badge' } })) as { id: string; success: boolean };
    expect({ success, prefix: id.slice(0, 3) }).toEqual({ success: true, prefix: '00N' });
    expect(await fields.retrieve(id)).toMatchObject({ FullName: 'Contact.Badge__c', DeveloperName: 'Badge', Metadata: { type: 'Text', length: 20 } });
    await fields.update({ Id: id, Metadata: { ...externalId, label: 'Badge No' } });
    expect((await connection.describe('Contact')).fields.find(({ name }) => name === 'Badge__c')).toMatchObject({ label: 'Badge No' });
    const found = await connection.tooling.query("SELECT Id, DeveloperName FROM CustomField WHERE TableEnumOrId = 'Contact' AND DeveloperName = 'Badge'");
    expect(found.records).toMatchObject([{ Id: id }]);
    const defined = await connection.tooling.query("SELECT Label, DataType, EntityDefinition.QualifiedApiName FROM FieldDefinition WHERE DurableId = 'Contact.Badge__c'");
    expect(defined.records).toMatchObject([{ Label: 'Badge No', DataType: 'Text(20)', EntityDefinition: { QualifiedApiName: 'Contact' } }]);
    const ofContact = await connection.tooling.query("SELECT COUNT() FROM FieldDefinition WHERE EntityDefinitionId = 'Contact' AND QualifiedApiName IN ('Badge__c', 'LastName')");
    expect(ofContact.totalSize).toBe(2);
    await fields.delete(id);
    expect(await fieldNames('Contact')).not.toContain('Badge__c');
    expect((await connection.tooling.query("SELECT Id FROM FieldDefinition WHERE DurableId = 'Contact.Badge__c'")).totalSize).toBe(0);
  });

  test('lists custom objects and entities', async () => {
    expect((await connection.tooling.query("SELECT DeveloperName FROM CustomObject WHERE DeveloperName = 'Invoice'")).records).toMatchObject([{ DeveloperName: 'Invoice' }]);
    expect((await connection.tooling.query("SELECT Label FROM EntityDefinition WHERE QualifiedApiName = 'Account'")).records).toMatchObject([{ Label: 'Account' }]);
    expect((await connection.tooling.describeGlobal()).sobjects.map(({ name }) => name)).toContain('CustomField');
  });
});

test('what was added is there after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'org-metadata-'));
  const data = join(folder, 'org.sqlite');
  const first = await startOrg({ data });
  expect(await connect(first).metadata.create('CustomField', { fullName: 'Case.Key__c', ...externalId })).toMatchObject({ success: true });
  await first.close();
  const second = await startOrg({ data });
  expect(await connect(second).sobject('Case').create({ Subject: 'Kept', Key__c: 'K' })).toMatchObject({ success: true });
  await second.close();
  await rm(folder, { recursive: true });
});

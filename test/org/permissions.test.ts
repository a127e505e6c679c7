import jsforce, { type Connection } from 'jsforce';
import { beforeAll, describe, expect, test } from 'vitest';
import { apiVersion, orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();
/** The integration user, who has fewer rights: no delete, opportunities to read only, warehouses not at all, two fields hidden, two to read only. */
let robot: Connection;
let account: string;

beforeAll(async () => {
  robot = new jsforce.Connection({ loginUrl: fixture.org.url, version: apiVersion });
  await robot.login('integration@sluice.example', 'sluice-demo-1');
  account = (await fixture.connection.sobject('Account').create({ Name: 'Guarded', AnnualRevenue: 5, Rating: 'Hot' })).id!;
});

describe('fields that are hidden', () => {
  test('are not there in queries, records and describes', async () => {
    expect(await refusalOf(robot.query('SELECT AnnualRevenue FROM Account'))).toMatchObject({ errorCode: 'INVALID_FIELD' });
    expect(await refusalOf(robot.query('SELECT Id FROM Account WHERE AnnualRevenue > 1'))).toMatchObject({ errorCode: 'INVALID_FIELD' });
    expect(await refusalOf(robot.query('SELECT Account.AnnualRevenue FROM Contact'))).toMatchObject({ errorCode: 'INVALID_FIELD' });
    expect(await robot.sobject('Account').retrieve(account)).not.toHaveProperty('AnnualRevenue');
    expect((await robot.describe('Account')).fields.map(({ name }) => name)).not.toContain('AnnualRevenue');
    expect((await robot.query('SELECT FIELDS(ALL) FROM Account LIMIT 1')).records[0]).not.toHaveProperty('AnnualRevenue');
  });

  test('cannot be written', async () => {
    expect(await refusalOf(robot.sobject('Account').update({ Id: account, AnnualRevenue: 1 }))).toMatchObject({
      errorCode: 'INVALID_FIELD',
      message: "No such column 'AnnualRevenue' on sobject of type Account",
    });
  });

  test('are there for others', async () => {
    expect(await fixture.connection.sobject('Account').retrieve(account)).toHaveProperty('AnnualRevenue', 5);
  });
});

test('fields that may only be read are described so, and refused in writes', async () => {
  const field = (await robot.describe('Account')).fields.find(({ name }) => name === 'Rating');
  expect(field).toMatchObject({ createable: false, updateable: false });
  expect((await robot.query(`SELECT Rating FROM Account WHERE Id = '${account}'`)).records[0]).toMatchObject({ Rating: 'Hot' });
  expect(await refusalOf(robot.sobject('Account').update({ Id: account, Rating: 'Cold' }))).toMatchObject({ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' });
  expect(await refusalOf(robot.sobject('Account').create({ Name: 'x', Rating: 'Cold' }))).toMatchObject({ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' });
});

describe('objects', () => {
  test('that are hidden are not there', async () => {
    expect(await refusalOf(robot.query('SELECT Id FROM Warehouse__c'))).toMatchObject({ errorCode: 'INVALID_TYPE' });
    expect(await refusalOf(robot.query('SELECT Warehouse__r.Name FROM Invoice_Line__c'))).toMatchObject({ errorCode: 'INVALID_FIELD' });
    expect(await refusalOf(robot.describe('Warehouse__c'))).toMatchObject({ errorCode: 'NOT_FOUND' });
    expect((await robot.describeGlobal()).sobjects.map(({ name }) => name)).not.toContain('Warehouse__c');
  });

  test('that may only be read are described so, and refused in writes', async () => {
    expect(await robot.describe('Opportunity')).toMatchObject({ createable: false, updateable: false, deletable: false, queryable: true });
    const { records } = await robot.query<{ Id: string }>('SELECT Id FROM Opportunity LIMIT 1');
    expect(await refusalOf(robot.sobject('Opportunity').update({ Id: records[0]!.Id, Name: 'x' }))).toMatchObject({
      errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
    });
    expect(await refusalOf(robot.sobject('Opportunity').create({ Name: 'x', StageName: 'Prospecting', CloseDate: '2026-01-01' }))).toMatchObject({
      errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    });
  });

  test('nothing is deleted without the right to', async () => {
    expect(await refusalOf(robot.sobject('Account').destroy(account))).toMatchObject({ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' });
    const [outcome] = await robot.sobject('Account').destroy([account]);
    expect(outcome).toMatchObject({ success: false, errors: [{ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }] });
  });

  test('users are there for everybody, and only an administrator changes them', async () => {
    const { records } = await robot.query<{ Id: string }>("SELECT Id, Name FROM User WHERE Alias = 'aiko'");
    expect(await refusalOf(robot.sobject('User').update({ Id: records[0]!.Id, Title: 'x' }))).toMatchObject({ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' });
  });
});

test('what somebody may do is there to be asked for', async () => {
  const { records } = await fixture.connection.query(
    "SELECT SobjectType, PermissionsEdit, Parent.Profile.Name FROM ObjectPermissions WHERE Parent.Profile.Name LIKE 'Minimum Access%' AND SobjectType = "
      + "'Opportunity'",
  );
  expect(records).toMatchObject([{ SobjectType: 'Opportunity', PermissionsEdit: false }]);
  const fields = await fixture.connection.query(
    "SELECT Field, PermissionsEdit FROM FieldPermissions WHERE Parent.Profile.Name LIKE 'Minimum Access%' AND Field IN ('Account.Rating', "
      + "'Account.AnnualRevenue')",
  );
  expect(fields.records).toMatchObject([{ Field: 'Account.Rating', PermissionsEdit: false }]);
});

test('a permission set that is assigned opens what the profile does not', async () => {
  const one = async (soql: string): Promise<string> => (await fixture.connection.query<{ Id: string }>(soql)).records[0]!.Id;
  const PermissionSetId = await one("SELECT Id FROM PermissionSet WHERE Profile.Name = 'Standard User'");
  const AssigneeId = await one("SELECT Id FROM User WHERE Alias = 'integrat'");
  const assignment = await fixture.connection.sobject('PermissionSetAssignment').create({ PermissionSetId, AssigneeId });
  expect((await robot.query('SELECT Id FROM Warehouse__c')).totalSize).toBeGreaterThan(0);
  await fixture.connection.sobject('PermissionSetAssignment').destroy(assignment.id!);
  expect(await refusalOf(robot.query('SELECT Id FROM Warehouse__c'))).toMatchObject({ errorCode: 'INVALID_TYPE' });
});

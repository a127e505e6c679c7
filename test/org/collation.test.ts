import { beforeAll, expect, test } from 'vitest';
import { orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();
const names = ['Zürich', 'arzt', 'Ärzte', 'Arztin', 'ärztin', 'Straße', 'strasse', 'Łódź', 'Lodz', 'éclair', 'Edam'];
const mine = "Site = 'collation'";

beforeAll(async () => {
  const made = await fixture.connection.sobject('Account').create(names.map((Name) => ({ Name, Site: 'collation' })));
  expect(made.every(({ success }) => success)).toBe(true);
});

async function found(where: string, order = 'Name'): Promise<unknown[]> {
  const { records } = await fixture.connection.query(`SELECT Name FROM Account WHERE ${mine} AND ${where} ORDER BY ${order}`);
  return records.map(({ Name }) => Name as unknown);
}

test('letters are sorted beside their plain form, in any case, and the accent decides between equals', async () => {
  const sorted = ['arzt', 'Ärzte', 'Arztin', 'ärztin', 'éclair', 'Edam', 'Lodz', 'Łódź', 'strasse', 'Straße', 'Zürich'];
  expect(await found('Id != null')).toEqual(sorted);
  expect(await found('Id != null', 'Name DESC')).toEqual(sorted.toReversed());
});

test('nothing comes first, also among letters beyond ASCII', async () => {
  const { records } = await fixture.connection.query(`SELECT BillingCity, Name FROM Account WHERE ${mine} ORDER BY BillingCity, Name LIMIT 1`);
  expect(records).toMatchObject([{ BillingCity: null, Name: 'arzt' }]);
});

test.each([
  ["Name = 'ÄRZTIN'", ['ärztin']],
  ["Name != 'ÄRZTIN' AND Name LIKE '%rztin'", ['Arztin']],
  ["Name LIKE 'Ä%'", ['Ärzte', 'ärztin']],
  ["Name LIKE 'ZÜ_ich'", ['Zürich']],
  ["Name IN ('ÉCLAIR', 'edam')", ['éclair', 'Edam']],
  ["Name >= 'Ä' AND Name < 'b'", ['Ärzte', 'Arztin', 'ärztin', 'arzt']],
])('%s', async (where, expected) => {
  expect(new Set(await found(where))).toEqual(new Set(expected));
});

test('groups and distinct counts take upper and lower case together', async () => {
  await fixture.connection.sobject('Lead').create(['Ölmühle', 'ÖLMÜHLE', 'ölmühle', 'Olmuhle'].map((Company) => ({ LastName: 'Group', Company })));
  const { records } = await fixture.connection.query("SELECT Company, COUNT(Id) n FROM Lead WHERE LastName = 'Group' GROUP BY Company ORDER BY Company");
  expect(records.map(({ n }) => n as unknown)).toEqual([1, 3]);
  expect((await fixture.connection.query("SELECT COUNT_DISTINCT(Company) n FROM Lead WHERE LastName = 'Group'")).records).toMatchObject([{ n: 2 }]);
});

test('a unique field takes no second value that differs in case alone, and an external id finds it', async () => {
  const warehouses = fixture.connection.sobject('Warehouse__c');
  const { id } = (await warehouses.create({ Name: 'East', Code__c: 'ÖST' })) as { id: string };
  expect(await refusalOf(warehouses.create({ Name: 'East', Code__c: 'öst' }))).toMatchObject({
    errorCode: 'DUPLICATE_VALUE',
    message: `duplicate value found: Code__c duplicates value on record with id: ${id}`,
  });
  const [upserted] = await warehouses.upsert([{ Name: 'Far East', Code__c: 'öSt' }], 'Code__c');
  expect(upserted).toMatchObject({ success: true, id });
});

import { expect, describe, test, beforeAll } from 'vitest';
import { apiVersion, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();

/** Five invoices' worth of accounts whose values the tests know. */
beforeAll(async () => {
  const records = [
    { Name: 'Zeta Test', Industry: 'Energy', NumberOfEmployees: 10, AnnualRevenue: 100, Site: 'T', Regions__c: 'Europe;Asia', Description: 'x' },
    { Name: 'alpha test', Industry: 'Energy', NumberOfEmployees: 20, AnnualRevenue: 200, Site: 'T', Regions__c: 'Asia', Active__c: false },
    { Name: 'Überlingen 100%', Industry: 'Media', NumberOfEmployees: null, Site: 'T', Regions__c: 'North America' },
    { Name: "O'Brien_Test", Industry: null, NumberOfEmployees: 30, AnnualRevenue: 300, Site: 'T' },
  ];
  const outcomes = await fixture.connection.sobject('Account').create(records);
  expect(outcomes.every(({ success }) => success)).toBe(true);
  await fixture.connection.sobject('Account').update({ Id: outcomes[1]!.id!, ParentId: outcomes[0]!.id! });
  await fixture.connection.sobject('Contact').create([
    { LastName: 'First', AccountId: outcomes[0]!.id!, Birthdate: '1990-01-31' },
    { LastName: 'Second', AccountId: outcomes[0]!.id!, Birthdate: '1995-06-15' },
    { LastName: 'Third', AccountId: outcomes[1]!.id! },
  ]);
});

async function names(where: string): Promise<string[]> {
  const { records } = await fixture.connection.query<{ Name: string }>(`SELECT Name FROM Account WHERE Site = 'T' AND (${where}) ORDER BY Name`);
  return records.map(({ Name }) => Name);
}

describe('conditions', () => {
  test.each([
    ["Name = 'ALPHA TEST'", ['alpha test']],
    ["Name = 'überLINGEN 100%'", ['Überlingen 100%']],
    ["Name IN ('zeta test', 'ÜBERLINGEN 100%')", ['Überlingen 100%', 'Zeta Test']],
    ["Name NOT IN ('zeta test', 'alpha test')", ["O'Brien_Test", 'Überlingen 100%']],
    ["Name = 'O\\'Brien_Test'", ["O'Brien_Test"]],
    ["Name LIKE '%test'", ['alpha test', "O'Brien_Test", 'Zeta Test']],
    ["Name LIKE '%n\\_t%'", ["O'Brien_Test"]],
    ["Name LIKE 'über%100\\%'", ['Überlingen 100%']],
    ["NOT Name LIKE '%test'", ['Überlingen 100%']],
    ['NumberOfEmployees > 10', ['alpha test', "O'Brien_Test"]],
    ['NumberOfEmployees >= 10 AND NumberOfEmployees < 30', ['alpha test', 'Zeta Test']],
    ['NumberOfEmployees = null', ['Überlingen 100%']],
    ['NumberOfEmployees != null AND Industry != null', ['alpha test', 'Zeta Test']],
    ['Active__c = false', ['alpha test']],
    ["Industry = 'Media' OR (Industry = 'Energy' AND NumberOfEmployees = 20)", ['alpha test', 'Überlingen 100%']],
    ["Regions__c INCLUDES ('Asia')", ['alpha test', 'Zeta Test']],
    ["Regions__c INCLUDES ('asia;europe', 'North America')", ['Überlingen 100%', 'Zeta Test']],
    ["Regions__c EXCLUDES ('Asia')", ["O'Brien_Test", 'Überlingen 100%']],
    ["Parent.Name = 'Zeta Test'", ['alpha test']],
    ["Account.Parent.Owner.Username LIKE 'demo@%'", ['alpha test']],
    ["Id IN (SELECT AccountId FROM Contact WHERE LastName IN ('First', 'Second'))", ['Zeta Test']],
    ['Id NOT IN (SELECT AccountId FROM Contact WHERE AccountId != null)', ["O'Brien_Test", 'Überlingen 100%']],
    ['CreatedDate = TODAY AND CreatedDate > YESTERDAY AND CreatedDate < TOMORROW', ['alpha test', "O'Brien_Test", 'Überlingen 100%', 'Zeta Test']],
    ['CreatedDate = LAST_N_DAYS:1 AND CreatedDate >= THIS_YEAR AND CreatedDate != LAST_MONTH', ['alpha test', "O'Brien_Test", 'Überlingen 100%', 'Zeta Test']],
    ['CreatedDate > 2020-01-01T00:00:00Z AND CreatedDate < 2020-01-01T00:00:00+01:00', []],
  ])('%s', async (where, expected) => {
    expect(await names(where)).toEqual(expected);
  });

  test('a condition that is not equal includes records without a value, and so does NOT', async () => {
    expect(await names("Industry != 'Energy'")).toEqual(["O'Brien_Test", 'Überlingen 100%']);
    expect(await names("NOT Industry = 'Energy'")).toEqual(["O'Brien_Test", 'Überlingen 100%']);
    expect(await names("Industry NOT IN ('Energy')")).toEqual(["O'Brien_Test", 'Überlingen 100%']);
  });

  test('dates are compared as days', async () => {
    const { records } = await fixture.connection.query<{ LastName: string }>(
      "SELECT LastName FROM Contact WHERE Birthdate >= 1990-01-31 AND Birthdate < 1995-06-15 AND Account.Site = 'T'",
    );
    expect(records.map(({ LastName }) => LastName)).toEqual(['First']);
  });

  test('an id matches in its short form and in lost case', async () => {
    const {
      records: [account],
    } = await fixture.connection.query<{ Id: string }>("SELECT Id FROM Account WHERE Name = 'Zeta Test'");
    for (const id of [account!.Id.slice(0, 15), account!.Id.toLowerCase()]) {
      expect((await fixture.connection.query(`SELECT Id FROM Account WHERE Id = '${id}'`)).totalSize).toBe(1);
    }
  });

  test('text that looks like SQL stays text', async () => {
    expect(await names(`Name = '\\' OR 1=1 --'`)).toEqual([]);
    expect(await names(`Name LIKE '%"; DROP TABLE Account; --%'`)).toEqual([]);
  });
});

describe('what comes back', () => {
  test('fields in proper spelling, parents inside, a missing parent as null', async () => {
    const { records } = await fixture.connection.query(
      "SELECT id, NAME, parent.name, Parent.Owner.Alias, Active__c FROM account WHERE site = 'T' AND Industry = 'Energy' ORDER BY name",
    );
    expect(records).toEqual([
      {
        attributes: { type: 'Account', url: expect.stringMatching(`^/services/data/v${apiVersion}/sobjects/Account/001`) as string },
        Id: expect.stringMatching(/^001\w{15}$/) as string,
        Name: 'alpha test',
        Parent: {
          attributes: { type: 'Account', url: expect.any(String) as string },
          Name: 'Zeta Test',
          Owner: { attributes: { type: 'User', url: expect.any(String) as string }, Alias: 'demo' },
        },
        Active__c: false,
      },
      expect.objectContaining({ Name: 'Zeta Test', Parent: null, Active__c: true }),
    ]);
  });

  test('an alias stands for the object', async () => {
    const { records } = await fixture.connection.query("SELECT a.Name, a.Parent.Name FROM Account a WHERE a.Name = 'alpha test'");
    expect(records[0]).toMatchObject({ Name: 'alpha test', Parent: { Name: 'Zeta Test' } });
  });

  test('children of each parent, with their own filter, order and limit', async () => {
    const { records } = await fixture.connection.query(
      "SELECT Name, (SELECT LastName FROM Contacts WHERE LastName != 'x' ORDER BY LastName DESC LIMIT 1) FROM Account WHERE Site = 'T' ORDER BY Name LIMIT 1",
    );
    expect(records[0]).toMatchObject({
      Name: 'alpha test',
      Contacts: { totalSize: 1, done: true, records: [{ attributes: { type: 'Contact' }, LastName: 'Third' }] },
    });
    const zeta = await fixture.connection.query(
      "SELECT (SELECT LastName FROM Contacts ORDER BY LastName DESC) , (SELECT Id FROM Cases) FROM Account WHERE Name = 'Zeta Test'",
    );
    expect(zeta.records[0]).toMatchObject({ Contacts: { totalSize: 2, records: [{ LastName: 'Second' }, { LastName: 'First' }] }, Cases: null });
  });

  test('an address is put together from its parts', async () => {
    const { records } = await fixture.connection.query<{ BillingAddress: Record<string, unknown> }>(
      "SELECT BillingAddress, ShippingAddress FROM Account WHERE BillingCity = 'Berlin' LIMIT 1",
    );
    expect(records[0]).toMatchObject({ BillingAddress: { city: 'Berlin', country: 'Germany', latitude: null }, ShippingAddress: null });
  });

  test('FIELDS() takes all, standard or custom fields', async () => {
    const { fields } = await fixture.connection.describe('Account');
    const keys = async (which: string): Promise<string[]> =>
      Object.keys((await fixture.connection.query(`SELECT FIELDS(${which}) FROM Account LIMIT 1`)).records[0]!).filter((key) => key !== 'attributes');
    expect(await keys('ALL')).toEqual(fields.map(({ name }) => name));
    expect(await keys('CUSTOM')).toEqual(['Regions__c', 'Active__c', 'External_Key__c']);
    expect(await keys('STANDARD')).toHaveLength(fields.length - 3);
  });

  test('order, with records without a value first unless told', async () => {
    const list = async (order: string): Promise<(number | null)[]> =>
      (
        await fixture.connection.query<{ NumberOfEmployees: number | null }>(`SELECT NumberOfEmployees FROM Account WHERE Site = 'T' ORDER BY ${order}`)
      ).records.map((record) => record.NumberOfEmployees);
    expect(await list('NumberOfEmployees')).toEqual([null, 10, 20, 30]);
    expect(await list('NumberOfEmployees DESC')).toEqual([null, 30, 20, 10]);
    expect(await list('NumberOfEmployees DESC NULLS LAST')).toEqual([30, 20, 10, null]);
    expect(await list('NumberOfEmployees ASC NULLS LAST LIMIT 2 OFFSET 1')).toEqual([20, 30]);
  });
});

describe('aggregates', () => {
  test('COUNT() gives a number and no records', async () => {
    expect(await fixture.connection.query("SELECT COUNT() FROM Account WHERE Site = 'T'")).toMatchObject({ totalSize: 4, done: true, records: [] });
    expect((await fixture.connection.query("SELECT count() FROM Account WHERE Site = 'T' LIMIT 3")).totalSize).toBe(3);
  });

  test('groups with functions, names and HAVING', async () => {
    const { records } = await fixture.connection.query(
      "SELECT Industry, COUNT(Id) total, SUM(AnnualRevenue), AVG(NumberOfEmployees), MAX(Name) FROM Account WHERE Site = 'T' "
        + 'GROUP BY Industry HAVING COUNT(Id) > 1',
    );
    expect(records).toEqual([{ attributes: { type: 'AggregateResult' }, Industry: 'Energy', total: 2, expr0: 300, expr1: 15, expr2: 'Zeta Test' }]);
  });

  test("groups by a parent's field and by parts of a date", async () => {
    const year = new Date().getUTCFullYear();
    const { records } = await fixture.connection.query(
      "SELECT Owner.Alias, CALENDAR_YEAR(CreatedDate) y, COUNT_DISTINCT(Industry) FROM Account WHERE Site = 'T' "
        + 'GROUP BY Owner.Alias, CALENDAR_YEAR(CreatedDate) ORDER BY COUNT(Id) DESC',
    );
    expect(records).toEqual([{ attributes: { type: 'AggregateResult' }, Alias: 'demo', y: year, expr0: 2 }]);
  });

  test('an aggregate of nothing is null, a count of nothing is 0', async () => {
    const { records } = await fixture.connection.query("SELECT SUM(AnnualRevenue) s, COUNT(Id) n FROM Account WHERE Name = 'nobody'");
    expect(records).toEqual([{ attributes: { type: 'AggregateResult' }, s: null, n: 0 }]);
  });
});

test("a longer query goes through jsforce's own query builder", async () => {
  const found = await fixture.connection
    .sobject('Account')
    .find({ Site: 'T', NumberOfEmployees: { $gte: 10 }, Industry: { $in: ['Energy', 'Media'] } }, 'Name, Parent.Name')
    .sort({ Name: 1 })
    .limit(5);
  expect(found.map(({ Name }) => Name)).toEqual(['alpha test', 'Zeta Test']);
});

import { beforeAll, describe, expect, test } from 'vitest';
import { apiVersion, orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();
const ids: Record<string, string> = {};

async function made(type: string, key: string, values: Record<string, unknown>): Promise<void> {
  ids[key] = (await fixture.connection.sobject(type).create(values)).id!;
}

/** The records without their attributes, also those of parents. */
async function rows(soql: string): Promise<unknown[]> {
  const { records } = await fixture.connection.query(soql);
  return JSON.parse(JSON.stringify(records), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'attributes'));
  }) as unknown[];
}

beforeAll(async () => {
  await made('Account', 'acme', { Name: 'Acme Q', Site: 'Q', Industry: 'Energy', AnnualRevenue: 1_234_567, Phone: '1', BillingLatitude: 37.8,
    BillingLongitude: -122.3 });
  await made('Account', 'bolt', { Name: 'Bolt Q', Site: 'Q', Industry: 'Energy', Rating: 'Hot', AnnualRevenue: 100 });
  await made('Account', 'cove', { Name: 'Cove Q', Site: 'Q', Industry: 'Media', Rating: 'Hot', AnnualRevenue: 10 });
  await made('Contact', 'ann', { LastName: 'Ann Q', AccountId: ids.acme, Email: 'ann@q.example' });
  await made('Lead', 'lee', { LastName: 'Lee Q', Company: 'Lee Q Ltd' });
  await made('Opportunity', 'deal', { Name: 'Deal Q', StageName: 'Prospecting', CloseDate: '2026-03-31', Amount: 1_500.5, AccountId: ids.acme });
  await made('Task', 'onAccount', { Subject: 'Q account', WhoId: ids.ann, WhatId: ids.acme, Status: 'Completed' });
  await made('Task', 'onDeal', { Subject: 'Q deal', WhoId: ids.lee, WhatId: ids.deal });
  await made('Task', 'alone', { Subject: 'Q none' });
});

describe('a parent that may be one of several objects', () => {
  test('gives its name and type, whatever it is', async () => {
    const { records } = await fixture.connection.query("SELECT Subject, What.Name, What.Type, Who.Email FROM Task WHERE Subject LIKE 'Q %' ORDER BY Subject");
    expect(records).toMatchObject([
      { Subject: 'Q account', What: { attributes: { type: 'Account' }, Name: 'Acme Q', Type: 'Account' }, Who: { Email: 'ann@q.example' } },
      { Subject: 'Q deal', What: { attributes: { type: 'Opportunity' }, Name: 'Deal Q', Type: 'Opportunity' }, Who: { attributes: { type: 'Lead' },
        Email: null } },
      { Subject: 'Q none', What: null, Who: null },
    ]);
  });

  test('can be filtered and sorted by, in any case', async () => {
    expect(await rows("SELECT Subject FROM Task WHERE Subject LIKE 'Q %' AND What.Type = 'account'")).toEqual([{ Subject: 'Q account' }]);
    expect(await rows("SELECT Subject FROM Task WHERE Subject LIKE 'Q %' AND What.Name = 'DEAL q'")).toEqual([{ Subject: 'Q deal' }]);
    expect(await rows("SELECT Subject FROM Task WHERE Subject LIKE 'Q %' ORDER BY What.Name DESC NULLS LAST LIMIT 1")).toEqual([{ Subject: 'Q deal' }]);
  });

  test('has its children under the same name on every one of them', async () => {
    const tasks = async (from: string): Promise<unknown[]> => rows(`SELECT (SELECT Subject FROM Tasks) FROM ${from}`);
    expect(await tasks("Opportunity WHERE Name = 'Deal Q'")).toMatchObject([{ Tasks: { records: [{ Subject: 'Q deal' }] } }]);
    expect(await tasks("Contact WHERE LastName = 'Ann Q'")).toMatchObject([{ Tasks: { records: [{ Subject: 'Q account' }] } }]);
  });

  test('TYPEOF takes other fields of each', async () => {
    const soql = `SELECT Subject, TYPEOF What WHEN Account THEN Phone, Site WHEN Case THEN CaseNumber ELSE Name END FROM Task WHERE Subject LIKE 'Q %' `
      + `ORDER BY Subject`;
    expect(await rows(soql)).toEqual([
      { Subject: 'Q account', What: { Phone: '1', Site: 'Q' } },
      { Subject: 'Q deal', What: { Name: 'Deal Q' } },
      { Subject: 'Q none', What: null },
    ]);
    const without = "SELECT TYPEOF What WHEN Account THEN Phone END FROM Task WHERE Subject = 'Q deal'";
    expect(await rows(without)).toEqual([{ What: null }]);
  });

  test('has no fields of its own objects', async () => {
    expect(await refusalOf(fixture.connection.query('SELECT What.Industry FROM Task'))).toMatchObject({ errorCode: 'INVALID_FIELD' });
    expect(await refusalOf(fixture.connection.query('SELECT TYPEOF What WHEN Lead THEN Name END FROM Task'))).toMatchObject({ errorCode: 'INVALID_TYPE' });
  });

  test('is written by the id of any of them, and of no other object', async () => {
    expect(await refusalOf(fixture.connection.sobject('Task').create({ Subject: 'x', WhatId: ids.lee }))).toMatchObject({ errorCode: 'MALFORMED_ID' });
  });
});

describe('groups', () => {
  test('ROLLUP adds subtotals and a total, and GROUPING says which they are', async () => {
    const soql = "SELECT Industry, Rating, COUNT(Id) n, GROUPING(Rating) g FROM Account WHERE Site = 'Q' GROUP BY ROLLUP(Industry, Rating) ORDER BY "
      + "Industry NULLS LAST, GROUPING(Rating), Rating";
    expect(await rows(soql)).toEqual([
      { Industry: 'Energy', Rating: null, n: 1, g: 0 },
      { Industry: 'Energy', Rating: 'Hot', n: 1, g: 0 },
      { Industry: 'Energy', Rating: null, n: 2, g: 1 },
      { Industry: 'Media', Rating: 'Hot', n: 1, g: 0 },
      { Industry: 'Media', Rating: null, n: 1, g: 1 },
      { Industry: null, Rating: null, n: 3, g: 1 },
    ]);
  });

  test('CUBE adds every choice of the fields', async () => {
    const all = await rows("SELECT Industry, Rating, SUM(AnnualRevenue) s FROM Account WHERE Site = 'Q' GROUP BY CUBE(Industry, Rating)");
    expect(all).toHaveLength(3 + 2 + 2 + 1);
    expect(all.at(-1)).toEqual({ Industry: null, Rating: null, s: 1_234_677 });
  });

  test('by parts of dates, in UTC or where the user lives', async () => {
    expect(await rows("SELECT FISCAL_QUARTER(CloseDate) q, DAY_ONLY(CreatedDate) d, COUNT(Id) n FROM Opportunity WHERE Name = 'Deal Q' GROUP BY "
      + "FISCAL_QUARTER(CloseDate), DAY_ONLY(CreatedDate)")).toEqual([
      { q: 1, d: new Date().toISOString().slice(0, 10), n: 1 },
    ]);
    const local = Number(new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', hour: 'numeric', hourCycle: 'h23' }).format(new Date()));
    const [row] = (await rows("SELECT HOUR_IN_DAY(convertTimezone(CreatedDate)) h FROM Opportunity WHERE Name = 'Deal Q' GROUP BY "
      + "HOUR_IN_DAY(convertTimezone(CreatedDate))")) as { h: number }[];
    expect([local, (local + 23) % 24]).toContain(row!.h);
  });

  test.each([
    ['SELECT Name FROM Account HAVING Industry = null', 'MALFORMED_QUERY'],
    ['SELECT Industry FROM Account WHERE COUNT(Id) > 1 GROUP BY Industry', 'Aggregate functions are not allowed in the WHERE clause'],
    ['SELECT Industry FROM Account GROUP BY Industry HAVING Site = null', 'Field must be grouped or aggregated: Site'],
    ['SELECT CALENDAR_YEAR(CreatedDate) FROM Account', 'Field must be grouped or aggregated: CALENDAR_YEAR(CreatedDate)'],
    ['SELECT (SELECT COUNT(Id) FROM Contacts) FROM Account', 'Only root queries support aggregate expressions'],
    ['SELECT Name n FROM Account', 'only aggregate expressions use field aliasing'],
    ['SELECT AnnualRevenue FROM Account GROUP BY AnnualRevenue', "field 'AnnualRevenue' can not be grouped in a query call"],
    ['SELECT COUNT(Id) FROM Account GROUP BY ROLLUP(Industry, Rating, Site, Type)', 'GROUP BY ROLLUP takes 3 fields at most'],
  ])('%s', async (soql, message) => {
    const { errorCode, message: said } = await refusalOf(fixture.connection.query(soql));
    expect(`${errorCode} ${said}`).toContain(message);
  });
});

describe('functions in the select list', () => {
  test('FORMAT, convertCurrency and toLabel stand where the field would', async () => {
    expect(await rows("SELECT FORMAT(Amount), FORMAT(CloseDate) closes, convertCurrency(Amount) usd, toLabel(Account.Industry) FROM Opportunity WHERE "
      + "Name = 'Deal Q'")).toEqual([
      { Amount: '$1,500.50', closes: '3/31/2026', usd: 1500.5, Account: { Industry: 'Energy' } },
    ]);
    expect(await rows("SELECT FORMAT(MAX(AnnualRevenue)) most FROM Account WHERE Site = 'Q'")).toEqual([{ most: '$1,234,567' }]);
  });

  test('toLabel shows and finds labels', async () => {
    expect(await rows("SELECT Code__c, Region__c, toLabel(Region__c) label FROM Warehouse__c WHERE toLabel(Region__c) = 'europe' ORDER BY Code__c")).toEqual([
      { Code__c: 'BRS', Region__c: 'EU', label: 'Europe' },
      { Code__c: 'HAM', Region__c: 'EU', label: 'Europe' },
    ]);
  });

  test('DISTANCE measures, filters and sorts', async () => {
    const soql = "SELECT Code__c, DISTANCE(Location__c, GEOLOCATION(37.7749, -122.4194), 'km') FROM Warehouse__c WHERE DISTANCE(Location__c, "
      + "GEOLOCATION(37.7749, -122.4194), 'mi') < 2500 ORDER BY DISTANCE(Location__c, GEOLOCATION(37.7749, -122.4194), 'mi')";
    const near = (await rows(soql)) as { Code__c: string; expr0: number }[];
    expect(near.map(({ Code__c }) => Code__c)).toEqual(['OAK', 'CHI', 'TOR']);
    expect(near[0]!.expr0).toBeGreaterThan(12);
    expect(near[0]!.expr0).toBeLessThan(15);
    const byAddress = "SELECT Name FROM Account WHERE Site = 'Q' AND DISTANCE(BillingAddress, GEOLOCATION(37.8, -122.3), 'mi') < 1";
    expect(await rows(byAddress)).toEqual([{ Name: 'Acme Q' }]);
    expect(await rows("SELECT Location__c FROM Warehouse__c WHERE Code__c = 'OSA'")).toEqual([{ Location__c: { latitude: 34.6937, longitude: 135.5023 } }]);
    expect(await refusalOf(fixture.connection.query("SELECT Id FROM Warehouse__c WHERE DISTANCE(Location__c, GEOLOCATION(1, 1), 'mi') = 5"))).toMatchObject({
      errorCode: 'INVALID_QUERY_FILTER_OPERATOR',
    });
  });
});

describe('what may follow', () => {
  test('USING SCOPE mine gives the records of whoever asks', async () => {
    const all = (await fixture.connection.query('SELECT COUNT() FROM Lead')).totalSize;
    const mine = (await fixture.connection.query('SELECT COUNT() FROM Lead USING SCOPE mine')).totalSize;
    expect(mine).toBe((await fixture.connection.query("SELECT COUNT() FROM Lead WHERE Owner.Alias = 'demo'")).totalSize);
    expect(mine).toBeLessThan(all);
    expect(await refusalOf(fixture.connection.query('SELECT Id FROM Lead USING SCOPE nonsense'))).toMatchObject({ errorCode: 'MALFORMED_QUERY' });
  });

  test.each(['WITH SECURITY_ENFORCED', 'WITH USER_MODE', 'FOR VIEW', 'FOR REFERENCE', 'FOR VIEW FOR REFERENCE', 'FOR UPDATE', 'UPDATE VIEWSTAT',
    'UPDATE TRACKING'])(
    '%s',
    async (words) => {
      const end = words.startsWith('WITH') ? words : `LIMIT 1 ${words}`;
      expect(await rows(`SELECT Name FROM Account WHERE Name = 'Acme Q' ${end}`)).toEqual([{ Name: 'Acme Q' }]);
    },
  );

  test('semi-joins stand at the top of the conditions, and not in each other', async () => {
    const inner = 'Id IN (SELECT AccountId FROM Contact)';
    expect((await refusalOf(fixture.connection.query(`SELECT Id FROM Account WHERE Name = 'x' OR ${inner}`))).message).toContain(
      'Semi join sub-selects are only allowed at the top level WHERE expressions',
    );
    expect((await refusalOf(fixture.connection.query(`SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE ${inner})`))).message).toContain(
      'Nesting of semi join sub-selects is not supported',
    );
  });

  test('thousands of conditions are no matter', async () => {
    // By POST, since no address is that long: a part of a composite request has no such limit.
    const where = Array.from({ length: 3_000 }, (_, index) => `Name = 'n${index}'`).join(' OR ');
    const url = `/services/data/v${apiVersion}/query?q=${encodeURIComponent(`SELECT Id FROM Account WHERE ${where} OR Name = 'Acme Q'`)}`;
    const { results } = await fixture.connection.requestPost<{ results: { statusCode: number; result: { totalSize: number } }[] }>(
      `/services/data/v${apiVersion}/composite/batch`,
      { batchRequests: [{ method: 'GET', url }] },
    );
    expect(results[0]).toMatchObject({ statusCode: 200, result: { totalSize: 1 } });
  });
});

test('columns=true says what the columns are', async () => {
  const plain = encodeURIComponent('SELECT Id, Name, Owner.Name, Owner.Alias, (SELECT LastName FROM Contacts) FROM Account');
  expect(await (await fixture.fetch(`/services/data/v62.0/query?columns=true&q=${plain}`)).json()).toMatchObject({
    entityName: 'Account',
    groupBy: false,
    idSelected: true,
    keyPrefix: '001',
    columnMetadata: [
      { columnName: 'Id', apexType: 'Id', aggregate: false, joinColumns: [] },
      { columnName: 'Name', apexType: 'String', textType: true, updatable: true },
      { columnName: 'Owner', joinColumns: [{ columnName: 'Name' }, { columnName: 'Alias' }] },
      { columnName: 'Contacts', aggregate: true, joinColumns: [{ columnName: 'LastName' }] },
    ],
  });
});

test('explain gives a plan', async () => {
  const explained = async (soql: string): Promise<unknown> =>
    (await fixture.fetch(`/services/data/v62.0/query/?explain=${encodeURIComponent(soql)}`)).json();
  expect(await explained("SELECT Id FROM Lead WHERE External_Key__c = 'LEAD-0001'")).toMatchObject({
    plans: [{ leadingOperationType: 'Index', sobjectType: 'Lead', fields: ['External_Key__c'] }],
  });
  expect(await explained("SELECT Id FROM Lead WHERE City = 'x'")).toMatchObject({ plans: [{ leadingOperationType: 'TableScan' }] });
});

import { isQueryValid } from '@jetstreamapp/soql-parser-js';
import { describe, expect, test } from 'vitest';
import { apiVersion, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();

async function ask(soql: string, parameter = 'q', rest = ''): Promise<{ status: number; body: unknown }> {
  const response = await fixture.fetch(`/services/data/v${apiVersion}/query?${parameter}=${encodeURIComponent(soql)}${rest}`);
  return { status: response.status, body: await response.json() };
}

/** What an org answers, by what is shown. */
const answered: Readonly<Record<string, readonly string[]>> = {
  'aggregates': [
    'SELECT Id FROM Account',
    'select id, name from account limit 1',
    'SELECT Name FROM Account a',
    'SELECT a.Name, a.Owner.Name FROM Account a WHERE a.Name != null',
    'SELECT Account.Name FROM Account',
    'SELECT c.Name, a.Name FROM Contact c, c.Account a WHERE a.Industry != null LIMIT 3',
    "SELECT c.Name FROM Contact c, c.Account a, a.Owner o WHERE o.Name != 'x' LIMIT 3",
    'SELECT Contact.Name, a.Name FROM Contact, Contact.Account a LIMIT 3',
    'SELECT Account.Owner.Manager.Name FROM Contact LIMIT 3',
    'SELECT Id, (SELECT Id, LastName FROM Contacts) FROM Account LIMIT 3',
    'SELECT Id, (SELECT c.LastName FROM a.Contacts c) FROM Account a LIMIT 3',
    'SELECT Id, (SELECT Id FROM Account.Contacts) FROM Account LIMIT 3',
    'SELECT Id, (SELECT Id, (SELECT Id FROM Cases) FROM Contacts) FROM Account LIMIT 3',
    "SELECT Id, (SELECT Id FROM Contacts WHERE LastName LIKE 'A%' ORDER BY LastName DESC NULLS LAST LIMIT 5 OFFSET 0) FROM Account LIMIT 3",
    "SELECT Id FROM Account WHERE Name = 'x' AND (Industry = 'y' OR Industry = 'z')",
    "SELECT Id FROM Account WHERE NOT Name = 'x'",
    "SELECT Id FROM Account WHERE NOT (Name = 'x' AND Industry = 'y')",
    "SELECT Id FROM Account WHERE (NOT Name LIKE 'x%') AND (NOT Name LIKE 'y%')",
    "SELECT Id FROM Account WHERE ((Name = 'x'))",
    "SELECT Id FROM Account WHERE Name IN ('a', 'b') AND Industry NOT IN ('c')",
    "SELECT Id FROM Account WHERE Name LIKE '%a_b\\%\\_%'",
    String.raw`SELECT Id FROM Account WHERE Name = 'O\'Neill \"x\" \\ \n \t \u00e9'`,
    'SELECT Id FROM Account WHERE NumberOfEmployees > 5 AND NumberOfEmployees <= 1e3',
    'SELECT Id FROM Account WHERE AnnualRevenue > 1.5 AND AnnualRevenue != -2 AND AnnualRevenue < +9999999',
    'SELECT Id FROM Account WHERE AnnualRevenue > USD5000',
    'SELECT Id FROM Account WHERE AnnualRevenue IN (USD5000, 100)',
    'SELECT Id FROM Account WHERE Active__c = TRUE',
    'SELECT Id FROM Account WHERE IsDeleted = false',
    'SELECT Id FROM Account WHERE CreatedDate > 2020-01-01T00:00:00Z',
    'SELECT Id FROM Account WHERE CreatedDate > 2020-01-01T00:00:00.000+0100',
    'SELECT Id FROM Account WHERE CreatedDate > 2020-01-01T00:00:00-08:00',
    'SELECT Id FROM Account WHERE CreatedDate = TODAY OR CreatedDate = YESTERDAY OR CreatedDate = TOMORROW',
    'SELECT Id FROM Account WHERE CreatedDate >= LAST_WEEK AND CreatedDate < NEXT_WEEK AND CreatedDate != THIS_WEEK',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_MONTH OR CreatedDate = THIS_MONTH OR CreatedDate = NEXT_MONTH',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_90_DAYS OR CreatedDate = NEXT_90_DAYS',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_N_DAYS:5 OR CreatedDate = NEXT_N_DAYS:5 OR CreatedDate = N_DAYS_AGO:5',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_N_WEEKS:5 OR CreatedDate = NEXT_N_WEEKS:5 OR CreatedDate = N_WEEKS_AGO:5',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_N_MONTHS:5 OR CreatedDate = NEXT_N_MONTHS:5 OR CreatedDate = N_MONTHS_AGO:5',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_QUARTER OR CreatedDate = THIS_QUARTER OR CreatedDate = NEXT_QUARTER',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_N_QUARTERS:2 OR CreatedDate = NEXT_N_QUARTERS:2 OR CreatedDate = N_QUARTERS_AGO:2',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_YEAR OR CreatedDate = THIS_YEAR OR CreatedDate = NEXT_YEAR',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_N_YEARS:2 OR CreatedDate = NEXT_N_YEARS:2 OR CreatedDate = N_YEARS_AGO:2',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_FISCAL_QUARTER OR CreatedDate = THIS_FISCAL_QUARTER OR CreatedDate = NEXT_FISCAL_QUARTER',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_N_FISCAL_QUARTERS:2 OR CreatedDate = NEXT_N_FISCAL_QUARTERS:2 OR CreatedDate = N_FISCAL_QUARTERS_AGO:2',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_FISCAL_YEAR OR CreatedDate = THIS_FISCAL_YEAR OR CreatedDate = NEXT_FISCAL_YEAR',
    'SELECT Id FROM Account WHERE CreatedDate = LAST_N_FISCAL_YEARS:2 OR CreatedDate = NEXT_N_FISCAL_YEARS:2 OR CreatedDate = N_FISCAL_YEARS_AGO:2',
    "SELECT Id FROM Account WHERE Regions__c INCLUDES ('A;B', 'C')",
    "SELECT Id FROM Account WHERE Regions__c EXCLUDES ('A')",
    'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName != null)',
    'SELECT Id FROM Account WHERE Id NOT IN (SELECT AccountId FROM Opportunity WHERE IsWon = true)',
    'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact) AND Id IN (SELECT AccountId FROM Opportunity)',
    "SELECT Id FROM Contact WHERE AccountId IN (SELECT Id FROM Account WHERE Name LIKE 'A%')",
    'SELECT COUNT() FROM Account',
    "SELECT COUNT() FROM Account WHERE Name LIKE 'a%'",
    'SELECT COUNT(Id) FROM Account',
    'SELECT COUNT(Id) total, MAX(CreatedDate), MIN(Name) FROM Account',
    'SELECT COUNT_DISTINCT(Industry) FROM Account',
    'SELECT SUM(Amount), AVG(Amount) average FROM Opportunity',
    'SELECT StageName, COUNT(Id) FROM Opportunity GROUP BY StageName',
    'SELECT StageName s, COUNT(Id) n FROM Opportunity GROUP BY StageName ORDER BY COUNT(Id) DESC LIMIT 2',
    'SELECT Name n, MAX(Amount) max FROM Opportunity GROUP BY Name HAVING COUNT(Id) > 0 AND MAX(Amount) > 10',
    "SELECT StageName FROM Opportunity GROUP BY StageName HAVING StageName LIKE 'C%'",
    'SELECT Account.Name, COUNT(Id) FROM Contact GROUP BY Account.Name',
    'SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) FROM Opportunity GROUP BY CALENDAR_YEAR(CreatedDate) ORDER BY CALENDAR_YEAR(CreatedDate)',
    'SELECT CALENDAR_MONTH(CreatedDate) m, CALENDAR_QUARTER(CreatedDate) q, COUNT(Id) FROM Opportunity GROUP BY CALENDAR_MONTH(CreatedDate), CALENDAR_QUARTER(CreatedDate)',
    'SELECT DAY_IN_MONTH(CreatedDate), DAY_IN_WEEK(CreatedDate), DAY_IN_YEAR(CreatedDate), COUNT(Id) FROM Lead GROUP BY DAY_IN_MONTH(CreatedDate), DAY_IN_WEEK(CreatedDate), DAY_IN_YEAR(CreatedDate)',
    'SELECT DAY_ONLY(CreatedDate) d, COUNT(Id) FROM Lead GROUP BY DAY_ONLY(CreatedDate)',
    'SELECT FISCAL_MONTH(CloseDate), FISCAL_QUARTER(CloseDate), FISCAL_YEAR(CloseDate), COUNT(Id) FROM Opportunity GROUP BY FISCAL_MONTH(CloseDate), FISCAL_QUARTER(CloseDate), FISCAL_YEAR(CloseDate)',
    'SELECT HOUR_IN_DAY(convertTimezone(CreatedDate)), COUNT(Id) FROM Lead GROUP BY HOUR_IN_DAY(convertTimezone(CreatedDate))',
    'SELECT WEEK_IN_MONTH(CreatedDate), WEEK_IN_YEAR(CreatedDate), COUNT(Id) FROM Lead GROUP BY WEEK_IN_MONTH(CreatedDate), WEEK_IN_YEAR(CreatedDate)',
    'SELECT Industry, Rating, COUNT(Id) FROM Account GROUP BY ROLLUP(Industry, Rating)',
    'SELECT Industry, Rating, GROUPING(Industry) g, GROUPING(Rating) h, COUNT(Id) FROM Account GROUP BY CUBE(Industry, Rating)',
    'SELECT Industry, COUNT(Id) FROM Account GROUP BY ROLLUP(Industry) ORDER BY GROUPING(Industry), Industry',
    'SELECT Id FROM Account ORDER BY Name',
    'SELECT Id FROM Account ORDER BY Name ASC NULLS FIRST, Industry DESC NULLS LAST, Owner.Name',
    'SELECT Id FROM Account ORDER BY Name LIMIT 5 OFFSET 2',
    'SELECT Id FROM Account LIMIT 0',
    'SELECT Id FROM Account OFFSET 2000',
    'SELECT MAX(Id) FROM Account',
    'SELECT Name, COUNT(Id) FROM Account GROUP BY Name OFFSET 3',
    "SELECT Id FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Account'",
    "SELECT DurableId, QualifiedApiName FROM FieldDefinition WHERE EntityDefinitionId = 'Account' LIMIT 2",
    "SELECT Id FROM Account WHERE Id > '001000000000001'",
    'SELECT Id, Parent.Parent.Parent.Parent.Parent.Name FROM Account LIMIT 1',
    'SELECT Count(Id) Total FROM Account',
  ],
  'conditions': [
    'SELECT Id FROM Contact WHERE Birthdate < 2020-01-01',
    "SELECT Id, IsActive FROM User WHERE Id = '005000000000001'",
    "SELECT Id FROM Opportunity WHERE Amount > 1 AND Amount < 2 AND NOT StageName = 'x' AND NOT Name = 'z'",
  ],
  'date literals': [
    'SELECT Id FROM Contact WHERE Birthdate IN (2020-01-01, TODAY)',
  ],
  'polymorphic parents': [
    "SELECT Id FROM Task WHERE What.Type = 'Account'",
    "SELECT Id FROM Task WHERE What.Type IN ('Account', 'Opportunity')",
    'SELECT TYPEOF What WHEN Account THEN Phone, NumberOfEmployees WHEN Opportunity THEN Amount ELSE Name END FROM Task LIMIT 3',
    'SELECT Id, TYPEOF Owner WHEN User THEN Email END FROM Case LIMIT 3',
  ],
  'date functions': [
    'SELECT Id FROM Opportunity WHERE CALENDAR_YEAR(CloseDate) = 2026 AND DAY_IN_WEEK(CloseDate) > 2',
  ],
  'functions of values': [
    'SELECT FIELDS(ALL) FROM Account LIMIT 1',
    'SELECT FIELDS(STANDARD) FROM Account',
    'SELECT FIELDS(CUSTOM), Id FROM Account LIMIT 200',
    'SELECT Id, (SELECT FIELDS(ALL) FROM Contacts LIMIT 10) FROM Account LIMIT 1',
    'SELECT toLabel(Industry) FROM Account LIMIT 1',
    'SELECT toLabel(Industry) label, toLabel(Rating) FROM Account LIMIT 1',
    "SELECT Id FROM Account WHERE toLabel(Industry) = 'Energy'",
    'SELECT FORMAT(AnnualRevenue) r, FORMAT(CreatedDate) FROM Account LIMIT 1',
    'SELECT FORMAT(convertCurrency(AnnualRevenue)) r FROM Account LIMIT 1',
    'SELECT convertCurrency(Amount) FROM Opportunity LIMIT 1',
    'SELECT convertCurrency(Amount) a, Id FROM Opportunity LIMIT 1',
    'SELECT FORMAT(MIN(CloseDate)) FROM Opportunity',
  ],
  'places': [
    "SELECT Id FROM Warehouse__c WHERE DISTANCE(Location__c, GEOLOCATION(37.775, -122.418), 'mi') < 20",
    "SELECT Id, DISTANCE(Location__c, GEOLOCATION(37.775,-122.418), 'km') d FROM Warehouse__c ORDER BY DISTANCE(Location__c, GEOLOCATION(37.775,-122.418), 'km') DESC LIMIT 2",
    'SELECT Location__c, Location__Latitude__s FROM Warehouse__c LIMIT 1',
    'SELECT BillingAddress, BillingCity FROM Account LIMIT 1',
  ],
  'USING SCOPE': [
    'SELECT Id FROM Account USING SCOPE mine',
    'SELECT Id FROM Account USING SCOPE everything',
  ],
  'WITH': [
    'SELECT Id FROM Account WITH SECURITY_ENFORCED',
    'SELECT Id FROM Account WHERE Name != null WITH USER_MODE',
    'SELECT Id FROM Account WITH SYSTEM_MODE',
  ],
  'FOR, UPDATE, ALL ROWS': [
    'SELECT Id FROM Account FOR VIEW',
    'SELECT Id FROM Account LIMIT 1 FOR REFERENCE',
    'SELECT Id FROM Account LIMIT 1 FOR UPDATE',
    'SELECT Id FROM Account LIMIT 1 FOR VIEW FOR REFERENCE',
    'SELECT Id FROM Account UPDATE TRACKING',
    'SELECT Id FROM Account UPDATE VIEWSTAT',
    'SELECT Id FROM Account UPDATE TRACKING, VIEWSTAT',
  ],
  'fields and names': [
    'SELECT QualifiedApiName FROM EntityDefinition LIMIT 3',
    'SELECT Id FROM Group',
    'SELECT Id FROM Case LIMIT 1',
    'SELECT Id, Type FROM Group LIMIT 1',
  ],
};

/** What an org refuses, and with which code. */
const refused: Readonly<Record<string, readonly (readonly [soql: string, errorCode: string])[]>> = {
  'aggregates': [
    ['SELECT a.Name FROM Account AS a', 'MALFORMED_QUERY'],
    ['SELECT c.Name FROM Contact c, x.Account a', 'MALFORMED_QUERY'],
    ['SELECT Id, (SELECT COUNT() FROM Contacts) FROM Account', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WHERE Name IN ()', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WHERE Name = USD5000', 'INVALID_FIELD'],
    ['SELECT Id FROM Account WHERE AnnualRevenue > XXX5000', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WHERE CreatedDate > 2020-01-01T00:00Z', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WHERE CreatedDate = LAST_N_DAYS', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WHERE Id IN (SELECT Id FROM Contact)', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact LIMIT 5)', 'MALFORMED_QUERY'],
    ['SELECT Id, Name n FROM Account', 'MALFORMED_QUERY'],
    ['SELECT DISTINCT Name FROM Account', 'MALFORMED_QUERY'],
    ['SELECT * FROM Account', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WHERE Name = "x"', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Account WHERE Name BETWEEN 'a' AND 'b'", 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WHERE Name IS NULL', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WHERE Name = null AND', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account JOIN Contact', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account UNION SELECT Id FROM Contact', 'MALFORMED_QUERY'],
    ['SELECT Name, COUNT(Id) FROM Account', 'MALFORMED_QUERY'],
    ['SELECT COUNT(), Id FROM Account', 'MALFORMED_QUERY'],
    ['SELECT SUM(CloseDate) FROM Opportunity', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account GROUP BY Name', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account HAVING COUNT(Id) > 1', 'MALFORMED_QUERY'],
    ['SELECT Name FROM Account WHERE COUNT(Id) > 1', 'MALFORMED_QUERY'],
    ['SELECT Name FROM Account GROUP BY ROLLUP(Name, Industry, Rating, Site)', 'MALFORMED_QUERY'],
    ['SELECT Id, RecordType.DeveloperName FROM Account WHERE RecordType.Name != null LIMIT 3', 'INVALID_FIELD'],
    ['SELECT Id, Parent.Parent.Parent.Parent.Parent.Parent.Name FROM Account LIMIT 1', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account -- comment', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account /* comment */', 'MALFORMED_QUERY'],
    ['SELECT Id FROM "Account"', 'MALFORMED_QUERY'],
    ['SELECT grouping(Industry) FROM Account GROUP BY Industry', 'MALFORMED_QUERY'],
  ],
  'fields and names': [
    ['SELECT c.Name, x.Name FROM Contact c, c.Nothing x', 'INVALID_FIELD'],
    ['SELECT Id, Profile.Name, UserRole.Name FROM User LIMIT 3', 'INVALID_FIELD'],
  ],
  'amounts of a currency': [
    ['SELECT Id FROM Opportunity WHERE Amount > EUR100.50', 'MALFORMED_QUERY'],
  ],
  'functions of values': [
    ['SELECT Id FROM Opportunity WHERE convertCurrency(Amount) > 5', 'MALFORMED_QUERY'],
  ],
  'USING SCOPE': [
    ['SELECT Id FROM Account USING SCOPE delegated', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account USING SCOPE team', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account USING SCOPE my_territory', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account USING SCOPE nonsense', 'MALFORMED_QUERY'],
  ],
  'WITH': [
    ['SELECT Title FROM KnowledgeArticleVersion WITH DATA CATEGORY Geography__c ABOVE usa__c', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WITH DATA CATEGORY Geography__c ABOVE usa__c', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WITH DATA CATEGORY Geography__c AT (usa__c, uk__c) AND Product__c ABOVE_OR_BELOW mobile__c', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Account WITH NetworkId = '0DB000000000001'", 'MALFORMED_QUERY'],
  ],
  'FOR, UPDATE, ALL ROWS': [
    ['SELECT Id FROM Account ALL ROWS', 'MALFORMED_QUERY'],
  ],
  'bind variables of Apex': [
    ['SELECT Id FROM Account WHERE Name = :name', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WHERE Id IN :ids', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account LIMIT :n', 'MALFORMED_QUERY'],
  ],
};

/** The parser library does not know these, and orgs do. */
const beyondTheLibrary = new Set([
  'SELECT c.Name, a.Name FROM Contact c, c.Account a WHERE a.Industry != null LIMIT 3',
  "SELECT c.Name FROM Contact c, c.Account a, a.Owner o WHERE o.Name != 'x' LIMIT 3",
  'SELECT Contact.Name, a.Name FROM Contact, Contact.Account a LIMIT 3',
  'SELECT Id FROM Account WHERE NumberOfEmployees > 5 AND NumberOfEmployees <= 1e3',
  'SELECT Id FROM Account LIMIT 1 FOR VIEW FOR REFERENCE',
  'SELECT Id FROM Account UPDATE TRACKING, VIEWSTAT',
]);

describe.each(Object.entries(answered))('%s', (_, queries) => {
  test.each(queries)('%s', async (soql) => {
    expect(isQueryValid(soql)).toBe(!beyondTheLibrary.has(soql));
    expect(await ask(soql)).toMatchObject({ status: 200, body: { totalSize: expect.any(Number) as number } });
    // The command line of Salesforce asks for the columns of every query, and tools for its plan.
    expect(await ask(soql, 'q', '&columns=true')).toMatchObject({ status: 200, body: { columnMetadata: expect.any(Array) as unknown[] } });
    expect(await ask(soql, 'explain')).toMatchObject({ status: 200, body: { plans: expect.any(Array) as unknown[] } });
  });
});

describe.each(Object.entries(refused))('%s, refused', (_, queries) => {
  test.each(queries)('%s: %s', async (soql, errorCode) => {
    expect(await ask(soql)).toMatchObject({ status: 400, body: [{ errorCode, message: expect.stringMatching(/./) as string }] });
  });
});

test('a parent that has a name of its own in FROM stands where its relationship is', async () => {
  const { records } = await fixture.connection.query<Record<string, unknown>>(
    "SELECT c.LastName, a.Name, o.Username FROM Contact c, c.Account a, a.Owner o WHERE a.Name != null AND o.Username != null ORDER BY c.Id LIMIT 1",
  );
  const plain = await fixture.connection.query('SELECT LastName, Account.Name, Account.Owner.Username FROM Contact WHERE Account.Name != null AND Account.Owner.Username != null ORDER BY Id LIMIT 1');
  expect(records).toEqual(plain.records);
});

import { describe, expect, test } from 'vitest';
import { orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();
const hint = (custom: string, name: string): string =>
  `If you are attempting to use a custom ${custom}, be sure to append the '__c' after the ${name} name. `
  + 'Please reference your WSDL or the describe call for the appropriate names.';

async function refused(soql: string): Promise<{ errorCode: string; message: string }> {
  const { errorCode, message } = await refusalOf(fixture.connection.query(soql));
  return { errorCode, message };
}

/** Row and column, and the reason below them. */
async function reason(soql: string): Promise<string> {
  const { errorCode, message } = await refused(soql);
  const [place, ...rest] = message.split('\n').slice(-2);
  return `${errorCode} ${
    /Row:(\d+):Column:(\d+)/
      .exec(place ?? '')
      ?.slice(1)
      .join(':') ?? ''
  } ${rest.join('')}`;
}

test('an error shows the line, a caret, row and column', async () => {
  expect(await refused('SELECT Id FRM Account')).toEqual({
    errorCode: 'MALFORMED_QUERY',
    message: "\nSELECT Id FRM Account\n          ^\nERROR at Row:1:Column:11\nunexpected token: 'FRM'",
  });
});

test('rows are counted, and a long line is cut around the place', async () => {
  expect((await refused('SELECT Id\nFROM Account\nWHERE Nme = 1')).message).toContain('\nWHERE Nme = 1\n      ^\nERROR at Row:3:Column:7\n');
  const { message } = await refused(`SELECT Id FROM Account WHERE Name IN (${Array.from({ length: 100 }, (_, i) => `'n${i}'`).join(', ')}) AND`);
  const [, line, caret] = message.split('\n');
  expect(line!.length).toBeLessThan(130);
  expect(caret!.length - 1).toBe(line!.length);
});

describe('what does not parse', () => {
  test.each([
    ['', 'MALFORMED_QUERY'],
    ['hello', "MALFORMED_QUERY 1:1 unexpected token: 'hello'"],
    ['SELECT FROM Account', "MALFORMED_QUERY 1:8 unexpected token: 'FROM'"],
    ['SELECT Id FROM Account WHERE', "MALFORMED_QUERY 1:29 unexpected token: '<EOF>'"],
    ["SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", "MALFORMED_QUERY 1:56 unexpected token: 'OR'"],
    ["SELECT Id FROM Account WHERE Name = 'a' OR Name = 'b' AND Name = 'c'", "MALFORMED_QUERY 1:55 unexpected token: 'AND'"],
    ['SELECT Id FROM Account WHERE Name = Foo', "MALFORMED_QUERY 1:37 unexpected token: 'Foo'"],
    ['SELECT Id FROM Account WHERE Name == 1', "MALFORMED_QUERY 1:36 unexpected token: '='"],
    ['SELECT Id FROM Account WHERE (Name = null', "MALFORMED_QUERY 1:42 unexpected token: '<EOF>'"],
    ['SELECT Id FROM Account LIMIT -1', "MALFORMED_QUERY 1:30 unexpected token: '-1'"],
    ['SELECT Id FROM Account LIMIT 5 WHERE Name = null', "MALFORMED_QUERY 1:32 unexpected token: 'WHERE'"],
    ['SELECT Id FROM Account; DROP TABLE Account', "MALFORMED_QUERY 1:23 line 1:22 no viable alternative at character ';'"],
    ["SELECT Id FROM Account WHERE Name = 'abc", "MALFORMED_QUERY 1:37 line 1:36 mismatched character '<EOF>' expecting '''"],
    ["SELECT Id FROM Account WHERE Name = '\\d'", "MALFORMED_QUERY 1:37 Invalid string literal. Illegal character sequence '\\d' in string literal."],
    ['SELECT Id FROM Account ALL ROWS', 'MALFORMED_QUERY 1:24 ALL ROWS not allowed in this context'],
  ])('%s', async (soql, expected) => {
    expect(await reason(soql)).toContain(expected);
  });

  test('a query that is too long, and one that is nested too deeply', async () => {
    const long = await fixture.fetch(`/services/data/v62.0/query?q=${'x'.repeat(20_000)}`);
    expect(long.status).toBe(414);
    expect((await refused(`SELECT Id FROM Account WHERE ${'('.repeat(1_000)}Name = null${')'.repeat(1_000)}`)).message).toContain('nested too deeply');
  });
});

describe('what does not exist or does not fit', () => {
  test.each([
    [
      'SELECT Nme FROM Account',
      `INVALID_FIELD 1:8 No such column 'Nme' on entity 'Account'. ${hint('field', 'custom field')}`,
    ],
    ['SELECT Owner.Nme FROM Account', "INVALID_FIELD 1:8 No such column 'Nme' on entity 'User'."],
    ['SELECT Boss.Name FROM Account', "INVALID_FIELD 1:8 Didn't understand relationship 'Boss' in field path."],
    [
      'SELECT Id FROM Foo',
      `INVALID_TYPE 1:16 sObject type 'Foo' is not supported. ${hint('object', 'entity')}`,
    ],
    ['SELECT Id, (SELECT Id FROM Foos) FROM Account', "INVALID_TYPE 1:28 Didn't understand relationship 'Foos' in FROM part of query call."],
    ['SELECT Id, Id FROM Account', 'INVALID_FIELD 1:12 duplicate field selected: Id'],
    [
      "SELECT Id FROM Account WHERE NumberOfEmployees = '5'",
      "INVALID_FIELD 1:50 value of filter criterion for field 'NumberOfEmployees' must be of type int and should not be enclosed in quotes",
    ],
    [
      'SELECT Id FROM Account WHERE Name = 5',
      "INVALID_FIELD 1:37 value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
    ],
    ["SELECT Id FROM Account WHERE Active__c = 'true'", 'must be of type boolean and should not be enclosed in quotes'],
    ["SELECT Id FROM Contact WHERE Birthdate = '2020-01-01'", 'must be of type date and should not be enclosed in quotes'],
    ['SELECT Id FROM Contact WHERE CreatedDate > 2020-01-01', 'must be of type dateTime and should not be enclosed in quotes'],
    ['SELECT Id FROM Contact WHERE Birthdate = 2020-02-31', 'MALFORMED_QUERY 1:42 Invalid date: 2020-02-31'],
    ["SELECT Id FROM Account WHERE Id = 'abc'", 'INVALID_QUERY_FILTER_OPERATOR 1:35 invalid ID field: abc'],
    ["SELECT Id FROM Account WHERE NumberOfEmployees LIKE '1%'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ["SELECT Id FROM Account WHERE Description = 'x'", "INVALID_FIELD 1:30 field 'Description' can not be filtered in a query call"],
    ['SELECT Id FROM Account ORDER BY Description', "field 'Description' can not be sorted in a query call"],
    ['SELECT Description FROM Account GROUP BY Description', "MALFORMED_QUERY 1:42 field 'Description' can not be grouped in a query call"],
    ['SELECT Name, COUNT(Id) FROM Account GROUP BY Industry', 'MALFORMED_QUERY 1:8 Field must be grouped or aggregated: Name'],
    ['SELECT SUM(Name) FROM Account', 'MALFORMED_QUERY 1:12 field Name does not support aggregate operator SUM'],
    ['SELECT Id FROM Account OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE 1:31 Maximum SOQL offset allowed is 2000'],
    ['SELECT FIELDS(ALL) FROM Account', 'MALFORMED_QUERY 1:8 The SOQL FIELDS function must have a LIMIT of at most 200'],
    ['SELECT FIELDS(ALL), Id FROM Account LIMIT 5', 'INVALID_FIELD'],
    ['SELECT Id FROM Account WHERE Name IN (SELECT AccountId FROM Contact)', "should be an id/reference field, cannot use: 'Name'"],
    ["SELECT Id FROM Account WHERE Site INCLUDES ('x')", 'INVALID_QUERY_FILTER_OPERATOR'],
  ])('%s', async (soql, expected) => {
    expect(await reason(soql)).toContain(expected);
  });
});

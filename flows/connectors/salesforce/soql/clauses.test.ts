import { describe, expect, test } from 'vitest';
import { clausesOf, joinClauses, listItems, restricted } from './clauses.ts';
import { whyNotBulk } from './whyNotBulk.ts';

describe('a query is taken apart at the keywords', () => {
  test('in their order, whatever the case and the white space', () => {
    expect(clausesOf(" select Id,\n Name from Contact\twhere Name != null group  by Name having COUNT(Id) > 1 order by Name limit 5 offset 2 for view")).toEqual([
      ['select', 'Id,\n Name'],
      ['from', 'Contact'],
      ['where', 'Name != null'],
      ['group by', 'Name'],
      ['having', 'COUNT(Id) > 1'],
      ['order by', 'Name'],
      ['limit', '5'],
      ['offset', '2'],
      ['for', 'view'],
    ]);
  });

  test('that stand outside of quotes and brackets', () => {
    const soql = "SELECT Id, (SELECT Id FROM Cases WHERE Subject = ' limit ') FROM Account WHERE Name = 'it\\'s from where' AND Id IN (SELECT AccountId FROM Contact LIMIT 1)";
    expect(clausesOf(soql)?.map(([keyword]) => keyword)).toEqual(['select', 'from', 'where']);
    expect(joinClauses(clausesOf(soql)!)).toBe(soql);
  });

  test('and a field may have the name of one', () => {
    expect(clausesOf('SELECT Id, Limit FROM Quota__c')).toEqual([['select', 'Id, Limit'], ['from', 'Quota__c']]);
  });

  test.each(['', 'DELETE FROM Contact', 'SELECT Id', 'FIND {Acme}', 'FROM Contact SELECT Id'])('%j is none', (text) => {
    expect(clausesOf(text)).toBeUndefined();
  });
});

describe('a query gets a condition more', () => {
  const more = (soql: string, fields: string[] = []): string => joinClauses(restricted(clausesOf(soql)!, 'X > 1', fields));

  test('beside the one it has, which stays whole', () => {
    expect(more("SELECT Id FROM Lead WHERE A = 1 OR B = 2 ORDER BY Id")).toBe('SELECT Id FROM Lead WHERE (A = 1 OR B = 2) AND X > 1 ORDER BY Id');
  });

  test('or as its first one, in its place', () => {
    expect(more('SELECT Id FROM Lead USING SCOPE mine LIMIT 5')).toBe('SELECT Id FROM Lead USING SCOPE mine WHERE X > 1 LIMIT 5');
  });

  test('and fields that it has not selected yet', () => {
    expect(more('SELECT id FROM Lead', ['Id', 'SystemModstamp'])).toBe('SELECT id, SystemModstamp FROM Lead WHERE X > 1');
  });
});

test('a list is taken apart at the commas outside of brackets and quotes', () => {
  expect(listItems("Id, FORMAT(Amount) a, (SELECT Id, Name FROM Cases), toLabel(X)")).toEqual(['Id', 'FORMAT(Amount) a', '(SELECT Id, Name FROM Cases)', 'toLabel(X)']);
});

test.each([
  ['SELECT Id, Account.Name, toLabel(Status) FROM Case WHERE Id != null ORDER BY Id LIMIT 5', undefined],
  ['SELECT FIELDS(STANDARD) FROM Case', undefined],
  ['SELECT COUNT() FROM Case', 'it has COUNT()'],
  ['SELECT Status, COUNT(Id) FROM Case GROUP BY Status', 'it has GROUP BY'],
  ['SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'it has a child sub-query'],
  ['SELECT TYPEOF Owner WHEN User THEN Name END FROM Case', 'it has TYPEOF'],
  ['SELECT Id FROM Case LIMIT 5 OFFSET 2', 'it has OFFSET'],
])('%s: as a bulk job? %s', (soql, reason) => {
  expect(whyNotBulk(clausesOf(soql)!)).toBe(reason);
});

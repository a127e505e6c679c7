import { describe, expect, it } from 'vitest';
import { isGroup, type FilterCondition, type FilterGroup } from './soqlFilter.ts';
import { countingSoql, newSoql, readSoql, withFields, withFilter, withLimit, withOrder, type SoqlQuery } from './soqlQuery.ts';

function read(text: string): SoqlQuery {
  const query = readSoql(text);
  if ('problem' in query) throw new Error(query.problem);
  return query;
}

const noTypes = (): undefined => undefined;

/** A filter as one line: groups in brackets. */
function say(group: FilterGroup | undefined): string {
  if (!group) return 'text';
  return group.items
    .map((item: FilterCondition | FilterGroup) => (isGroup(item) ? `[${say(item)}]` : `${item.field} ${item.operator} ${item.values.join('|')}`.trim()))
    .join(group.isAll ? ' & ' : ' / ');
}

describe('a query as the builder shows it', () => {
  it('has object, fields, filters, order and limit', () => {
    const query = read("SELECT Id, Account.Owner.Name FROM Contact WHERE (City = 'Ulm' OR City = 'O\\'Fallon') AND Email != null ORDER BY Name DESC NULLS LAST, Id LIMIT 10");
    expect(query.object).toBe('Contact');
    expect(query.fields.map(({ text }) => text)).toEqual(['Id', 'Account.Owner.Name']);
    expect(say(query.filter)).toBe("[City = Ulm / City = O'Fallon] & Email notBlank");
    expect(query.order).toEqual([{ field: 'Name', isDescending: true, nulls: 'LAST' }, { field: 'Id', isDescending: false, nulls: undefined }]);
    expect(query.limit).toBe(10);
    expect(query.kept).toEqual([]);
  });

  it('keeps as text what groups cannot show, and names the clauses it leaves alone', () => {
    expect(read("SELECT Id FROM Account WHERE NOT (Name = 'x')").filter).toBeUndefined();
    expect(read('SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)').filter).toBeUndefined();
    expect(read('SELECT Id FROM Account WHERE DAY_ONLY(CreatedDate) = TODAY').filter).toBeUndefined();
    expect(read('SELECT COUNT(Id) c, City FROM Contact GROUP BY City HAVING COUNT(Id) > 1 ORDER BY COUNT(Id)')).toMatchObject({ kept: ['GROUP BY', 'HAVING'], order: undefined });
    expect(read('SELECT Id, (SELECT Id FROM Contacts) FROM Account').fields).toEqual([{ text: 'Id', isPlain: true }, { text: '(SELECT Id FROM Contacts)', isPlain: false }]);
  });

  it('says why a text is no query', () => {
    const why = (text: string): unknown => 'problem' in readSoql(text) && (readSoql(text) as { problem: string }).problem;
    expect(why('')).toBe('It lacks SELECT at its end.');
    expect(why('SELECT Id FROM Contact WHERE Name =')).toBe('Something is missing at its end.');
    expect(why('SELECT Id, FROM Contact')).toBe('Something is missing before “FROM”.');
    expect(why('SELECT Id FROM Contact LIMIT many')).toBe('It wants a whole number where “many” stands.');
    expect(why('SELECT Id FROM Contact WHERE Name = "Ada"')).toContain('single quotes');
    expect(why('SELECT Id FROM Contact ORDER LastName')).toBe('It has no use for “LastName” there.');
  });
});

describe('a change by the builder', () => {
  it('changes its own part of the text and leaves the rest', () => {
    const text = "SELECT Id, (SELECT Id FROM Contacts), FORMAT(Amount) a FROM Account USING SCOPE mine WHERE NOT (Name = 'x') ORDER BY Name LIMIT 5 OFFSET 2 FOR VIEW";
    expect(withFields(read(text), [...read(text).fields.map((field) => field.text), 'Owner.Name'])).toBe(text.replace(' a FROM', ' a, Owner.Name FROM'));
    expect(withLimit(read(text), undefined)).toBe(text.replace(' LIMIT 5', ''));
    expect(withOrder(read(text), [{ field: 'Id', isDescending: true, nulls: undefined }])).toBe(text.replace('BY Name', 'BY Id DESC'));
  });

  it('writes filters with the literals their types ask for; conditions nobody touched stay as they were written', () => {
    const query = read("SELECT Id FROM Contact WHERE Name LIKE 'a\\_b%' AND CreatedDate = LAST_N_DAYS:30 AND City = :city");
    const filter: FilterGroup = {
      isAll: true,
      items: [
        ...query.filter!.items,
        { isAll: false, items: [{ field: 'City', operator: '=', values: ["O'Fallon"] }, { field: 'Rank', operator: '>', values: ['5'] }] },
        { field: 'Stage', operator: 'IN', values: ['New', 'Won'] },
        { field: 'Due', operator: '<', values: ['TODAY'] },
        { isAll: false, items: [] },
      ],
    };
    const typeOf = (field: string) => ({ Rank: 'number', Due: 'date' } as const)[field];
    expect(withFilter(query, filter, typeOf)).toBe(
      "SELECT Id FROM Contact WHERE Name LIKE 'a\\_b%' AND CreatedDate = LAST_N_DAYS:30 AND City = :city AND (City = 'O\\'Fallon' OR Rank > 5) AND Stage IN ('New', 'Won') AND Due < TODAY",
    );
    expect(withFilter(query, { isAll: true, items: [] }, noTypes)).toBe('SELECT Id FROM Contact');
  });

  it.each([
    'SELECT Id FROM Contact',
    "SELECT Id FROM Contact WHERE A = 'x'",
    "SELECT Id FROM Contact WHERE A = 'x' OR B = 2",
    "SELECT Id FROM Contact WHERE (A = 'x' AND B = 2) OR (C = TRUE AND (D = NULL OR E != NULL))",
    "SELECT Id FROM Contact WHERE A IN ('x', 'y') AND (B INCLUDES ('a;b', 'c') OR C < 2026-01-31T14:05:00Z)",
    "SELECT Id FROM Contact WHERE A NOT IN (1, 2) AND B = 'line\\nbreak'",
  ])('a filter that is read and written again says the same: %s', (text) => {
    const query = read(text);
    expect(withFilter(query, query.filter!, noTypes)).toBe(text);
  });

  it('counts the records of a query, where records are rows', () => {
    expect(countingSoql(read("SELECT Id, Name FROM Contact WHERE A = 'x' ORDER BY Name LIMIT 5"))).toBe("SELECT COUNT() FROM Contact WHERE A = 'x' LIMIT 5");
    expect(countingSoql(read('SELECT City, COUNT(Id) FROM Contact GROUP BY City'))).toBeUndefined();
    expect(newSoql('Lead')).toBe('SELECT Id FROM Lead');
  });
});

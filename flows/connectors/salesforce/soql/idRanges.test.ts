import { describe, expect, test } from 'vitest';
import { orgForTests } from '../../../../test/connectors/orgForTests.ts';
import { clausesOf, joinClauses } from './clauses.ts';
import { idRanges, inRange, whyNotRanges, type IdRange } from './idRanges.ts';

const at = orgForTests();
const clauses = (soql: string) => clausesOf(soql)!;
const rangesOf = (soql: string, wanted: number): Promise<IdRange[]> => idRanges(at.org, clauses(soql), false, wanted, at.counters, at.signal);
const countOf = (soql: string, range: IdRange): Promise<number> => at.count(joinClauses(inRange(clauses(soql), range)));

test.each([
  ["SELECT Id FROM Contact", 4],
  ["SELECT Id FROM Contact WHERE Email != null OR LastName != null", 7],
  ["SELECT Id, (SELECT Id FROM Contacts) FROM Account", 3],
])('%s in %i ranges: every record in one of them, about as many in each', async (soql, wanted) => {
  const ranges = await rangesOf(soql, wanted);
  const counts = await Promise.all(ranges.map((range) => countOf(soql, range)));
  const all = await at.count(soql);
  expect(ranges).toHaveLength(wanted);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all);
  expect(Math.max(...counts)).toBeLessThanOrEqual((all / wanted) * 2.1);
  // What comes later belongs to the last one, and each border to one side.
  expect([ranges[0]!.from, ranges.at(-1)!.to]).toEqual([undefined, undefined]);
  for (const [index, { from }] of ranges.entries()) if (index > 0) expect(from).toBe(ranges[index - 1]!.to);
});

test('Ids that lie far apart are cut where the records are', async () => {
  // Two records far from each other, and the others in a cluster.
  const records = Array.from({ length: 64 }, (_, index) => ({ Id: idAt(index < 1 ? 5n : 62n ** 8n + BigInt(index)) }));
  const calls: string[] = [];
  const org = { ...at.org, connection: at.connection, request: <T>({ path }: { readonly path: string }) => {
    const soql = decodeURIComponent(path);
    calls.push(soql);
    const [from, to] = [/Id >= '(\w+)'/.exec(soql)?.[1] ?? '', /Id < '(\w+)'/.exec(soql)?.[1] ?? '~'];
    const found = records.filter(({ Id }) => Id >= from && Id < to);
    const ends = soql.includes('DESC') ? found.slice(-1) : found.slice(0, 1);
    return Promise.resolve({ totalSize: found.length, records: soql.includes('COUNT()') ? [] : ends } as T);
  } };
  const ranges = await idRanges(org, clauses('SELECT Id FROM Lead'), false, 5, at.counters, at.signal);
  const counts = ranges.map(({ from = '', to = '~' }) => records.filter(({ Id }) => Id >= from && Id < to).length);
  expect(counts.sort((a, b) => a - b)).toEqual([1, 15, 16, 16, 16]);
  expect(calls).toHaveLength(3 + 4 * 3);
});

test('no more ranges than records, and one where there is none', async () => {
  expect(await rangesOf("SELECT Id FROM Contact WHERE LastName = 'Nobody at all'", 4)).toEqual([{}]);
  expect(await rangesOf("SELECT Id FROM Organization", 4)).toEqual([{}]);
});

describe('a query that needs all of its records together is left whole', () => {
  test.each([
    ['SELECT Id FROM Contact ORDER BY Name', 'it has ORDER BY'],
    ['SELECT Id FROM Contact LIMIT 5', 'it has LIMIT'],
    ['SELECT Id FROM Contact OFFSET 5', 'it has OFFSET'],
    ['SELECT Name, COUNT(Id) FROM Contact GROUP BY Name', 'it has GROUP BY'],
    ['SELECT MAX(CreatedDate) FROM Contact', 'it has MAX()'],
    ['SELECT toLabel(LeadSource), Count__c FROM Contact', undefined],
  ])('%s: %s', (soql, reason) => expect(whyNotRanges(clauses(soql))).toBe(reason));
});

function idAt(value: bigint): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let text = '';
  for (let left = value; text.length < 12; left /= 62n) text = digits[Number(left % 62n)]! + text;
  return `00Q${text}`;
}

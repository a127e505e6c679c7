import { beforeAll, expect, test } from 'vitest';
import { type Random, random } from '../../demoOrg/seed/random.ts';
import { apiVersion, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();
const perRequest = 25;

interface Result {
  readonly statusCode: number;
  readonly result: unknown;
}

/** Runs queries by the batch and gives those whose answer is neither records nor a worded refusal. */
async function unworthy(resource: 'query' | 'search', queries: readonly string[]): Promise<string[]> {
  const bad: string[] = [];
  for (let start = 0; start < queries.length; start += perRequest) {
    const part = queries.slice(start, start + perRequest);
    const { results } = await fixture.connection.requestPost<{ results: Result[] }>(`/services/data/v${apiVersion}/composite/batch`, {
      batchRequests: part.map((query) => ({ method: 'GET', url: `v${apiVersion}/${resource}?q=${encodeURIComponent(query.toWellFormed())}` })),
    });
    results.forEach(({ statusCode, result }, index) => {
      const [refusal] = Array.isArray(result) ? (result as { errorCode?: string; message?: string }[]) : [];
      const isRefused = statusCode === 400 && /^[A-Z_]+$/.test(refusal?.errorCode ?? '') && (refusal?.message ?? '') !== '';
      if (!(statusCode === 200 || isRefused)) bad.push(`${statusCode} ${JSON.stringify(result).slice(0, 200)}\n${part[index]!}`);
    });
  }
  return bad;
}

const objects = ['Account', 'Contact', 'Lead', 'Opportunity', 'Case', 'Task', 'Event', 'User', 'Invoice__c', 'Warehouse__c', 'CampaignMember',
  'FieldDefinition'];
const fields = [
  'Id', 'Name', 'OwnerId', 'Owner.Name', 'Account.Name', 'Account.Parent.Owner.Manager.Name', 'What.Name', 'What.Type', 'Who.Email', 'CreatedDate',
    'CloseDate', 'Amount',
  'AnnualRevenue', 'Industry', 'Regions__c', 'BillingAddress', 'Description', 'IsDeleted', 'Active__c', 'Location__c', 'Birthdate', 'NumberOfEmployees',
    'Nothing__c', 'Subject',
];
/** The fields that each object really has: what is only ever refused shows little. */
const fieldsOf = new Map<string, readonly string[]>();
beforeAll(async () => {
  for (const object of objects) fieldsOf.set(object, (await fixture.connection.describe(object)).fields.map(({ name }) => name));
});

function field(chance: Random, object: string): string {
  return chance.pick(chance.chance(0.97) ? (fieldsOf.get(object) ?? fields) : fields);
}

const literals = [
  "'x'", "''", "'\\''", "'%a_'", 'null', 'true', 'FALSE', '1', '-0.5', '1e3', '1e999', '2026-02-30', '2026-03-01', '2026-03-01T10:00:00Z', 'TODAY',
    'LAST_N_DAYS:30',
  'NEXT_N_YEARS:99999', 'N_FISCAL_QUARTERS_AGO:3', 'THIS_FISCAL_YEAR', "'001000000000001AAA'", "'\\uD800'", "'Ünï'", 'LAST_N_WEEKS:0',
];
const functions = [
  'COUNT()', 'COUNT(Id)', 'SUM(Amount)', 'MAX(Name)', 'AVG(NumberOfEmployees)', 'COUNT_DISTINCT(OwnerId)', 'CALENDAR_YEAR(CreatedDate)',
    'DAY_ONLY(convertTimezone(CreatedDate))',
  'FORMAT(Amount)', 'FORMAT(MAX(CloseDate))', 'toLabel(Region__c)', 'convertCurrency(Amount)', "DISTANCE(Location__c, GEOLOCATION(1, 2), 'km')",
    'GROUPING(Industry)', 'FORMAT(FORMAT(FORMAT(Id)))',
];

function list(chance: Random, most: number, one: () => string, sign = ', '): string {
  return Array.from({ length: chance.between(1, most) }, one).join(sign);
}

function condition(chance: Random, object: string, depth: number): string {
  const left = chance.chance(0.9) ? field(chance, object) : chance.pick(functions);
  if (chance.chance(0.3)) return `${left} ${chance.pick(['=', '!='])} null`;
  const kind = chance.between(0, depth > 2 ? 4 : 8);
  if (kind <= 3) return `${left} ${chance.pick(['=', '!=', '<', '>=', '<>', 'LIKE'])} ${chance.pick(literals)}`;
  if (kind === 4) return `${left} ${chance.pick(['IN', 'NOT IN', 'INCLUDES', 'EXCLUDES'])} (${list(chance, 3, () => chance.pick(literals))})`;
  if (kind === 5) return `NOT ${condition(chance, object, depth + 1)}`;
  if (kind === 6) return `Id IN (${query(chance, depth + 1)})`;
  return `(${list(chance, 3, () => condition(chance, object, depth + 1), chance.pick([' AND ', ' OR ']))})`;
}

function selected(chance: Random, object: string, depth: number): string {
  const kind = chance.between(0, 29);
  if (kind === 0) return chance.pick(functions) + chance.pick(['', ' a', ' b']);
  if (kind === 1 && depth < 3) return `(SELECT ${list(chance, 2, () => selected(chance, 'Contact', depth + 1))} FROM `
    + `${chance.pick(['Contacts', 'Tasks', 'Cases', 'Lines__r'])})`;
  if (kind === 2) return 'TYPEOF What WHEN Account THEN Phone, Site WHEN Case THEN Subject ELSE Name END';
  return kind === 3 ? `FIELDS(${chance.pick(['ALL', 'STANDARD', 'CUSTOM'])})` : field(chance, object);
}

function query(chance: Random, depth = 0): string {
  const object = chance.pick(objects);
  const grouped = chance.chance(0.25) ? [field(chance, object), field(chance, object)].slice(0, chance.between(1, 2)) : [];
  const select = grouped.length > 0 && chance.chance(0.8) ? [...grouped, 'COUNT(Id) n'].join(', ') : list(chance, 4, () => selected(chance, object, depth));
  const clauses = [
    chance.chance(0.05) ? ' USING SCOPE mine' : '',
    chance.chance(0.5) ? ` WHERE ${condition(chance, object, depth)}` : '',
    chance.chance(0.05) ? ' WITH SECURITY_ENFORCED' : '',
    grouped.length === 0 ? '' : ` GROUP BY ${chance.pick([grouped.join(', '), `ROLLUP(${grouped.join(', ')})`, `CUBE(${grouped.join(', ')})`])}`,
    chance.chance(0.1) ? ` HAVING ${condition(chance, object, depth + 2)}` : '',
    chance.chance(0.3) ? ` ORDER BY ${list(chance, 2, () => chance.chance(0.9) ? field(chance, object) : chance.pick(functions))} `
      + chance.pick(['', 'DESC', 'ASC NULLS LAST']) : '',
    chance.chance(0.4) ? ` LIMIT ${chance.pick(['0', '1', '200', '99999999999'])}` : '',
    chance.chance(0.1) ? ` OFFSET ${chance.pick(['0', '5', '2001'])}` : '',
    chance.chance(0.05) ? ' FOR VIEW' : '',
  ];
  return `SELECT ${select} FROM ${object}${clauses.join('')}`;
}

/** Takes out, doubles or changes a few pieces of a text. */
function damaged(chance: Random, text: string): string {
  const pieces = text.split(/(\W)/);
  for (let times = chance.between(1, 3); times > 0; times--) {
    const at = chance.between(0, pieces.length - 1);
    pieces.splice(at, chance.between(0, 2), ...chance.pick([[], [pieces[at]!, pieces[at]!], ["'"], ['('], [')'], ['\u0000'], ['😀'], ['SELECT'], [';'],
      ['"'], ['{'], ['\\']]));
  }
  return pieces.join('');
}

test('queries of every kind are answered or refused in words', async () => {
  const chance = random(7);
  expect(await unworthy('query', Array.from({ length: 1_500 }, () => query(chance)))).toEqual([]);
}, 60_000);

test('damaged queries are answered or refused in words', async () => {
  const chance = random(8);
  expect(await unworthy('query', Array.from({ length: 1_000 }, () => damaged(chance, query(chance))))).toEqual([]);
}, 60_000);

test('damaged searches are answered or refused in words', async () => {
  const chance = random(9);
  const searches = ['FIND {acme AND (boston OR "new york*")} IN ALL FIELDS RETURNING Account(Id, Name WHERE Industry = \'x\' LIMIT 3), Contact LIMIT 5',
    'FIND {a*b?c* NOT d} RETURNING Lead'];
  expect(await unworthy('search', Array.from({ length: 300 }, () => damaged(chance, chance.pick(searches))))).toEqual([]);
}, 60_000);

test('very large and very deep queries come to an end', async () => {
  const many = (count: number, text: string, sign: string): string => Array.from({ length: count }, () => text).join(sign);
  const large = [
    `SELECT Id FROM Account WHERE ${many(9_000, "Site='x'", ' OR ')}`,
    `SELECT Id FROM Account WHERE ${many(4_000, 'NOT', ' ')} Site = 'x'`,
    `SELECT Id FROM Account WHERE ${'('.repeat(40_000)}`,
    `SELECT ${many(9_000, 'Id', ',')} FROM Account`,
    `SELECT ${'(SELECT Id, '.repeat(5_000)}`,
    `SELECT Id FROM Account WHERE Id IN ${'(SELECT Id FROM Account WHERE Id IN '.repeat(2_000)}`,
    `SELECT ${'FORMAT('.repeat(10_000)}`,
    `SELECT ${Array.from({ length: 80 }, (_, index) => `${'Parent.'.repeat((index % 5) + 1)}Owner.Manager.Name`).join(',')} FROM Account`,
    `SELECT Id FROM Account WHERE Name LIKE '${'%a'.repeat(40_000)}'`,
    `SELECT Id FROM Account WHERE Name IN (${many(20_000, "'x'", ',')})`,
    `SELECT Id FROM Account ORDER BY ${many(5_000, 'Name', ',')}`,
    `SELECT Id FROM ${'a'.repeat(99_000)}`,
    'x'.repeat(100_001),
  ];
  expect(await unworthy('query', large)).toEqual([]);
}, 60_000);

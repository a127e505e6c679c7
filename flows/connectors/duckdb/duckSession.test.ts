import { describe, expect, it } from 'vitest';
import { batchFromRows, rowObject, type Batch } from '../../kit/batch.ts';
import { DuckSession } from './duckSession.ts';

const rows = batchFromRows([{ name: 'n', type: 'number' }], [[1], [2], [3]], { source: 'list', ordinal: 0 });

async function ask(query: string) {
  const session = await DuckSession.open({ memoryBytes: 1e8, signal: new AbortController().signal, folder: '' });
  try {
    await session.add('rows', rows);
    const batches: Batch[] = [];
    for await (const batch of session.query(query, 'sql')) batches.push(batch);
    return { schema: batches[0]!.schema, rows: batches.flatMap((batch) => Array.from(batch.rows, (row) => Object.values(rowObject(batch, row)))) };
  } finally {
    await session.close();
  }
}

describe('a query', () => {
  it.each([
    ["1::TINYINT", 1, 'number'],
    ['12345678901234.25::DECIMAL(18, 2)', 12345678901234.25, 'number'],
    ['sum(1)', 3, 'number'],
    ["TIMESTAMPTZ '2026-01-31 10:00:00+01'", Date.UTC(2026, 0, 31, 9), 'datetime'],
    ["TIMESTAMP_S '2026-01-31 10:00:00'", Date.UTC(2026, 0, 31, 10), 'datetime'],
    ["TIMESTAMP_MS '2026-01-31 10:00:00.5'", Date.UTC(2026, 0, 31, 10, 0, 0, 500), 'datetime'],
    ["TIMESTAMP_NS '1969-12-31 23:59:59.999999999'", -1, 'datetime'],
    ["[1, 2]", '[1,2]', 'text'],
    ["{a: 'x'}", '{"a":"x"}', 'text'],
    ["'9007199254740993'", '9007199254740993', 'text'],
    ["''", null, 'text'],
  ])('reads %s', async (expression, value, type) => {
    const result = await ask(`SELECT ${expression} AS v FROM rows LIMIT 1`);
    expect([result.rows[0], result.schema[0]!.type]).toEqual([[value], type]);
  });

  it.each([
    ['SELECT *\nFORM rows', 'sqlRefused', /^The query cannot be run at line 2, column 6: syntax error at or near "rows"$/],
    ['SELECT\n  City FROM rows', 'sqlRefused', /^The query cannot be run at line 2, column 3: Referenced column "City" not found/],
    ['SELECT 1; SELECT 2', 'sqlNotOneQuery', /2 statements/],
    ['DROP TABLE rows', 'sqlNotOneQuery', /does not read/],
    ["SELECT * FROM read_csv('/etc/passwd')", 'sqlRefused', /Cannot access file/],
    ["SELECT * FROM read_text('https://example.org/')", 'sqlRefused', /\S/],
    ["COPY (SELECT 1) TO '/tmp/sluice-should-not-be'", 'sqlRefused', /Cannot access file/],
    ['SET threads = 8', 'sqlNotOneQuery', /does not read/],
    ['SELECT 9007199254740993 AS big', 'sqlNumber', /9007199254740993 in "big"/],
    ["SELECT 'inf'::DOUBLE AS d", 'sqlNumber', /Infinity in "d"/],
  ])('refuses %s', async (query, code, message) => {
    await expect(ask(query)).rejects.toMatchObject({ kind: 'settings', code, message: expect.stringMatching(message) as string });
  });
});

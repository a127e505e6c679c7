import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { DuckSession } from '../../connectors/duckdb/duckSession.ts';
import { batchFromRows, rowObject } from '../../kit/batch.ts';
import { columnTypes, type Cell } from '../../kit/schema.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

const schema = columnTypes.map((type) => ({ name: `a "${type}"`, type }));
const cells: Cell[][] = [['Ada\0 😀', 1.5, true, 20_000, 1_700_000_000_123, 3_600_001], [null, null, null, null, null, null], ['x'.repeat(100), -1e300, false, -20_000, -1, 0]];
const rows = batchFromRows(schema, cells, { source: 'list', ordinal: 0 });

async function ask(query: string) {
  const { emitted } = await runTransform(definition, run, { query }, [rows]);
  return { schema: emitted[0]!.schema, rows: emitted.flatMap((batch) => Array.from(batch.rows, (row) => Object.values(rowObject(batch, row)))) };
}
const scratch = () => readdirSync(tmpdir()).filter((name) => name.startsWith('sluice-sql-'));

describe('sqlRows', () => {
  it('gives cells of every type to the query, and takes them back unchanged', async () => {
    const result = await ask('SELECT * FROM rows');
    expect(result.schema).toEqual(schema);
    expect(result.rows).toEqual(cells);
  });

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

  it('stops a query that runs when the run is cancelled, and leaves no scratch behind', async () => {
    const before = scratch();
    const cancel = new AbortController();
    const session = await DuckSession.open({ memoryBytes: 1e8, signal: cancel.signal });
    const query = session.query('SELECT count(*) FROM range(100000000000) a, range(10) b WHERE a.range % 7 = 3', 'sql').next();
    setTimeout(() => cancel.abort(), 30);
    await expect(query).rejects.toMatchObject({ kind: 'cancelled' });
    await session.close();
    expect(scratch()).toEqual(before);
  });

  it('gives the columns of a result without rows', async () => {
    expect(await ask('SELECT 1 AS n FROM rows WHERE false')).toEqual({ schema: [{ name: 'n', type: 'number' }], rows: [] });
  });
});

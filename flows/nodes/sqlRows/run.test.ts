import { describe, expect, it } from 'vitest';
import { batchFromRows, rowObject } from '../../kit/batch.ts';
import { SharedThings } from '../../engine/sharedThings.ts';
import { columnTypes, type Cell, type Schema } from '../../kit/schema.ts';
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

describe('sqlRows', () => {
  it('gives cells of every type to the query, and takes them back unchanged', async () => {
    const result = await ask('SELECT * FROM rows');
    expect(result.schema).toEqual(schema);
    expect(result.rows).toEqual(cells);
  });

  it('ends with what DuckDB says and where', async () => {
    await expect(ask('SELECT *\nFORM rows')).rejects.toMatchObject({ kind: 'settings', code: 'sqlRefused', message: 'The query cannot be run at line 2, column 6: syntax error at or near "rows"' });
  });

  it('gives the columns of a result without rows', async () => {
    expect(await ask('SELECT 1 AS n FROM rows WHERE false')).toEqual({ schema: [{ name: 'n', type: 'number' }], rows: [] });
  });
});

describe('the columns of the result', () => {
  const choices = async (settings: object, upstream: readonly (Schema | undefined)[]) => {
    const shared = new SharedThings();
    const context = { settings: definition.settings.parse(settings), signal: new AbortController().signal, upstream, shared: shared.get.bind(shared) };
    try {
      return await run.lookups!['columns']!(context as unknown as Parameters<NonNullable<typeof run.lookups>[string]>[0]);
    } finally {
      await shared.close(() => {});
    }
  };
  const people: Schema = [{ name: 'City', type: 'text' }, { name: 'Born', type: 'date' }];

  it('are read from the query without a row', async () => {
    const query = 'SELECT City, count(*) AS n, max(r2.Born), City FROM rows JOIN rows2 r2 USING (City) GROUP BY City';
    expect((await choices({ query, inputs: '2' }, [people.slice(0, 1), people])).map(({ value, type }) => [value, type])).toEqual([
      ['City', 'text'],
      ['n', 'number'],
      ['max(r2.Born)', 'date'],
      ['City:1', 'text'],
    ]);
  });

  it('cannot be read where the columns that come in are not known, or the query is wrong', async () => {
    await expect(choices({ query: 'SELECT 1' }, [undefined])).rejects.toMatchObject({ kind: 'settings', code: 'sqlInputUnknown' });
    await expect(choices({ query: 'SELECT Cty FROM rows' }, [people])).rejects.toMatchObject({ kind: 'settings', code: 'sqlRefused' });
  });

  it('are what the check knows, and the run ends when others come', async () => {
    const columns = [{ name: 'n', type: 'number' as const }];
    expect(definition.columns!(definition.settings.parse({ columns }), [])).toEqual(columns);
    const asked = runTransform(definition, run, { query: 'SELECT 1 AS n, true AS yes', columns }, [rows]);
    await expect(asked).rejects.toMatchObject({ kind: 'settings', code: 'sqlColumnsDiffer', message: 'The query gives the columns n (number), yes (boolean); the node says n (number).' });
  });
});

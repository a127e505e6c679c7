import { describe, expect, it } from 'vitest';
import { batchFromRows, rowObject, type Batch } from '../../kit/batch.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { seededRandom } from '../../kit/seededRandom.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

const schema: Schema = [{ name: 'Key', type: 'text' }, { name: 'N', type: 'number' }, { name: 'Row', type: 'number' }];
const random = seededRandom(11);
const rows = Array.from({ length: 6000 }, (_, row): Cell[] => [random() < 0.02 ? null : `key ${Math.floor(random() * 400)}`, random() < 0.1 ? null : Math.floor(random() * 1000), row]);
const batches = Array.from({ length: 6 }, (_, index): Batch => batchFromRows(schema, rows.slice(index * 1000, (index + 1) * 1000), { source: 'list', ordinal: index * 1000 }));
const columns = [
  { column: 'Sum', formula: 'SUMOF(N)' },
  { column: 'Rank', formula: 'IF(N = MAXOF(N), "first", "other")' },
  { column: 'Inverse', formula: '1 / (N - MINOF(N))' },
  { column: 'Last', formula: 'LASTOF(Row)' },
];

/** The same by hand. */
function expected(): { readonly out: readonly unknown[][]; readonly rejected: number } {
  const groups = Map.groupBy(rows, ([key]) => key!);
  let rejected = 0;
  const out = rows.flatMap(([key, n, row]) => {
    const group = groups.get(key!)!;
    const values = group.flatMap(([, value]) => (value === null ? [] : [value as number]));
    const distance = n === null ? null : (n as number) - Math.min(...values);
    if (distance === 0) rejected++;
    if (distance === 0) return [];
    const inverse: unknown = distance === null ? null : expect.closeTo(1 / distance, 9);
    return [[key, n, row, values.reduce((sum, value) => sum + value, 0), n === Math.max(...values) ? 'first' : 'other', inverse, group.at(-1)![2]]];
  });
  return { out, rejected };
}

async function compute(memoryBytes: number) {
  const { emitted, rejected } = await runTransform(definition, run, { groupBy: ['Key'], columns }, batches, { memoryBytes });
  return { out: emitted.flatMap((batch) => Array.from(batch.rows, (row) => Object.values(rowObject(batch, row)))), rejected: rejected.length };
}

describe('computeOverGroups', () => {
  it('gives every row in its order, with the totals of its group', async () => {
    expect(await compute(1e9)).toEqual(expected());
  });

  it('gives the same rows, in any order, when they do not fit into memory', async () => {
    const { out, rejected } = await compute(100_000);
    const wanted = expected();
    expect(out.toSorted((a, b) => Number(a[2]) - Number(b[2]))).toEqual(wanted.out);
    expect(rejected).toBe(wanted.rejected);
  });

  it('ends with memoryFull when one group does not fit', async () => {
    await expect(runTransform(definition, run, { columns }, batches, { memoryBytes: 50_000 })).rejects.toMatchObject({ code: 'memoryFull' });
  });

  it('finds columns by name in later batches, whatever their order', async () => {
    const turned = batchFromRows([schema[1]!, schema[0]!], [[4, 'a']], { source: 'list', ordinal: 1 });
    const first = batchFromRows(schema.slice(0, 2), [['a', 1]], { source: 'list', ordinal: 0 });
    const { emitted } = await runTransform(definition, run, { groupBy: ['Key'], columns: [{ column: 'Sum', formula: 'SUMOF(N)' }] }, [first, turned]);
    expect(emitted.flatMap((batch) => Array.from(batch.rows, (row) => rowObject(batch, row)))).toEqual([{ Key: 'a', N: 1, Sum: 5 }, { Key: 'a', N: 4, Sum: 5 }]);
  });

  it('tells what is wrong with formulas and names before the run', () => {
    const settings = { groupBy: ['Kee'], columns: [{ column: 'A', formula: 'SUMOF(SUMOF(N))' }, { column: 'A', formula: ' ' }, { column: '', formula: 'SUMOF(Key)' }] };
    expect(definition.check!(settings, [schema]).map(({ code, path }) => [code, ...path])).toEqual([
      ['columnUnknown', 'groupBy', 0],
      ['totalInTotal', 'columns', 0, 'formula'],
      ['columnTwice', 'columns', 1, 'column'],
      ['formulaBlank', 'columns', 1, 'formula'],
      ['columnBlank', 'columns', 2, 'column'],
      ['typeMismatch', 'columns', 2, 'formula'],
    ]);
  });
});

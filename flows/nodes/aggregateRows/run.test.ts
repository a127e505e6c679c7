import { describe, expect, it } from 'vitest';
import { batchFromRows, rowObject } from '../../kit/batch.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

const schema: Schema = [{ name: 'Country', type: 'text' }, { name: 'Amount', type: 'number' }, { name: 'Day', type: 'date' }];
const batch = (rows: Cell[][]) => batchFromRows(schema, rows, { source: 'list', ordinal: 0 });

async function aggregate(settings: Parameters<typeof runTransform<typeof definition.settings>>[2], rows: Cell[][]) {
  const { emitted } = await runTransform(definition, run, settings, [batch(rows)]);
  return emitted.flatMap((out) => Array.from(out.rows, (row) => rowObject(out, row)));
}

describe('aggregateRows', () => {
  it('adds up without what rounding loses', async () => {
    const dimes = Array.from({ length: 10 }, (): Cell[] => ['DE', 0.1, null]);
    expect(await aggregate({ totals: [{ total: 'sum', of: 'Amount' }] }, dimes)).toEqual([{ 'sum of Amount': 1 }]);
    expect(await aggregate({ totals: [{ total: 'sum', of: 'Amount' }] }, [['DE', 1e16, null], ['DE', 1, null], ['DE', -1e16, null]])).toEqual([{ 'sum of Amount': 1 }]);
  });

  it('gives one row of nothing when there are no rows and no groups, and none when there are groups', async () => {
    expect(await aggregate({ totals: [{ total: 'count' }, { total: 'max', of: 'Day' }] }, [])).toEqual([{ count: 0, 'max of Day': null }]);
    expect(await aggregate({ groupBy: ['Country'], totals: [{ total: 'count' }] }, [])).toEqual([]);
  });

  it('keeps the types of columns in its results', async () => {
    const { emitted } = await runTransform(definition, run, { groupBy: ['Day'], totals: [{ total: 'first', of: 'Day', name: 'First' }, { total: 'list', of: 'Day', name: 'Days' }] }, [batch([['DE', 1, 20_000]])]);
    expect(emitted.at(-1)!.schema).toEqual([{ name: 'Day', type: 'date' }, { name: 'First', type: 'date' }, { name: 'Days', type: 'text' }]);
    expect(rowObject(emitted.at(-1)!, 0)).toEqual({ Day: 20_000, First: 20_000, Days: '2024-10-04' });
  });

  it('finds wrong settings before the run', () => {
    const settings = { groupBy: ['Contry'], totals: [{ total: 'sum' as const, of: 'Country' }, { total: 'count' as const, name: 'n' }, { total: 'min' as const, of: 'Amount', name: 'n' }] };
    const problems = definition.check!(definition.settings.parse(settings), [schema]);
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['columnUnknown', ['groupBy', 0]],
      ['columnNotNumber', ['totals', 0, 'of']],
      ['columnTwice', ['totals', 2, 'name']],
    ]);
  });
});

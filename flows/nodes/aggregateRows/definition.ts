import { z } from 'zod';
import { defineNode, inPort, outPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import type { Schema } from '../../kit/schema.ts';
import { totalFunctions } from '../../kit/totalFunctions.ts';
import { aggregatedSchema, needsColumn, totalName, type Total } from './aggregatedSchema.ts';

export const definition = defineNode({
  type: 'aggregateRows',
  version: 1,
  kind: 'transform',
  title: 'Aggregate rows',
  summary: 'Makes one row of all rows that are equal in some columns, with counts, sums and other totals.',
  category: 'Combine',
  keywords: ['group by', 'sum', 'count', 'average', 'total', 'pivot', 'rollup', 'min', 'max'],
  settings: z.object({
    groupBy: f.columns({ title: 'Group by', help: 'One row for each combination of values in these columns. None: one row for all.', placeholder: 'One row for all' }),
    totals: f.table(
      {
        total: { title: 'Total', control: 'choice', options: totalFunctions },
        of: { title: 'Of', control: 'column', placeholder: 'Of column' },
        name: { title: 'Name', control: 'text', placeholder: 'Name of the new column' },
      },
      { title: 'Totals', help: 'What to work out for each group. Blank cells do not count, but rows do. Without a name, the column is called "sum of Amount".' },
    ),
  }),
  ports: () => ({ in: [inPort], out: [outPort] }),
  caption: ({ groupBy, totals }) => [groupBy.length > 0 ? `by ${groupBy.join(', ')}` : 'all rows', ...totals.map(totalName)].join(': '),
  columns: ({ groupBy, totals }, [upstream]) => upstream && aggregatedSchema(upstream, groupBy, totals),
  check: ({ groupBy, totals }, [upstream]) => [
    ...groupBy.flatMap((name, index) => checkColumn(upstream, name, ['groupBy', index])),
    ...totals.flatMap((total, index) => [...checkTotal(total, upstream, index), ...checkName([...groupBy, ...totals.map(totalName)], groupBy.length + index, index)]),
  ],
  reads: ({ groupBy, totals }) => [...groupBy, ...totals.map(({ of }) => of)],
  meeting: ({ groupBy }) => ({ columns: { in: groupBy, out: groupBy }, key: { blankWhen: 'never' } }),
  // The rows of a group meet here. How many rows leave has nothing to do with how many come.
  traits: { state: 'keyed', order: 'any', deterministic: true, conserves: false, holds: true },
});

/** What is wrong with a total: its column is not there, or cannot be added up. */
export function checkTotal({ total, of }: Total, schema: Schema | undefined, index: number): SettingProblem[] {
  if (!needsColumn(total)) return [];
  const path = ['totals', index, 'of'];
  const problems = checkColumn(schema, of, path);
  const type = schema?.[findColumn(schema, of)]?.type;
  if (problems.length > 0 || type === undefined || type === 'number' || (total !== 'sum' && total !== 'average')) return problems;
  const message = `"${of}" is ${type}; only numbers have ${total === 'sum' ? 'a sum' : 'an average'}.`;
  return [{ code: 'columnNotNumber', severity: 'error', message, hint: 'Make it a number before, with VALUE() in a Map columns node.', path }];
}

function checkName(names: readonly string[], at: number, index: number): SettingProblem[] {
  if (names.indexOf(names[at]!) === at) return [];
  const message = `There are two columns "${names[at]!}".`;
  return [{ code: 'columnTwice', severity: 'error', message, hint: 'Give one of them another name.', path: ['totals', index, 'name'] }];
}

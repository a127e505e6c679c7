import { z } from 'zod';
import { defineNode, inPort, outPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn, freeName } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';
import { totalFunctions, totalType, type TotalFunction } from '../../kit/totalFunctions.ts';

export const definition = defineNode({
  type: 'pivotRows',
  version: 1,
  kind: 'transform',
  title: 'Pivot rows',
  summary: 'Turns values of a column into columns: one row for each group, one column for each value.',
  category: 'Combine',
  keywords: ['crosstab', 'matrix', 'wide', 'columns', 'transpose', 'spread', 'key value'],
  settings: z.object({
    groupBy: f.columns({ title: 'One row for each', help: 'The columns that tell the rows of the result apart. None: one row for all.' }),
    names: f.text({ title: 'Columns from', help: 'The column whose values become the names of columns.', required: true, placeholder: 'Month' }),
    values: f.text({ title: 'Values from', help: 'The column whose values fill them. Not needed to count rows.', placeholder: 'Amount' }),
    total: f.choice(totalFunctions, { title: 'Where several meet', help: 'What to work out when several rows of a group have the same name. Blank values do not count.', default: 'sum' }),
    columns: f.table(
      { value: { title: 'Value', control: 'text', placeholder: 'January' } },
      { title: 'Columns', help: 'The values that become columns, in order; rows with others are left out and told of. None: all that come, in the order they are met. Naming them lets the next nodes know their columns.' },
    ),
  }),
  ports: () => ({ in: [inPort], out: [outPort] }),
  caption: ({ names, values, total }) => (names === '' ? '' : total === 'count' ? `count by ${names}` : `${total} of ${values} by ${names}`),
  columns: (settings, [upstream]) => (upstream && settings.columns.length > 0 ? pivotedSchema(settings, upstream, settings.columns.map(({ value }) => value)) : undefined),
  check: ({ groupBy, names, values, total, columns }, [upstream]) => [
    ...groupBy.flatMap((name, index) => checkColumn(upstream, name, ['groupBy', index])),
    ...(names.trim() === '' ? [] : checkColumn(upstream, names, ['names'])),
    ...(total === 'count' ? [] : checkValues(upstream, values, total)),
    ...columns.flatMap(({ value }, index) => checkValue(columns, value, index)),
  ],
  reads: ({ groupBy, names, values }) => [...groupBy, names, values],
  meeting: ({ groupBy }) => ({ columns: { in: groupBy, out: groupBy }, key: { blankWhen: 'never' } }),
  traits: { state: 'keyed', order: 'any', deterministic: true, conserves: false, holds: true },
});

export type PivotSettings = z.output<typeof definition.settings>;

interface Pivot {
  readonly groupBy: readonly string[];
  readonly values: string;
  readonly total: TotalFunction;
}

/** The columns of the groups, then one for each name; a name that is taken gets a number. */
export function pivotedSchema({ groupBy, values, total }: Pivot, schema: Schema, names: readonly string[]): Schema {
  const result: ColumnSpec[] = groupBy.flatMap((name) => schema[findColumn(schema, name)] ?? []);
  const type = totalType(total, schema[findColumn(schema, values)]?.type ?? 'text');
  for (const name of names) result.push({ name: freeName(name, new Set(result.map((known) => known.name))), type });
  return result;
}

/** What is wrong with the column of the values: it is not there, or cannot be added up. */
export function checkValues(schema: Schema | undefined, values: string, total: TotalFunction): SettingProblem[] {
  const problems = checkColumn(schema, values, ['values']);
  const type = schema?.[findColumn(schema, values)]?.type;
  if (problems.length > 0 || type === undefined || type === 'number' || (total !== 'sum' && total !== 'average')) return problems;
  const message = `"${values}" is ${type}; only numbers have ${total === 'sum' ? 'a sum' : 'an average'}.`;
  return [{ code: 'columnNotNumber', severity: 'error', message, hint: 'Make it a number before, or take the first or the last of them.', path: ['values'] }];
}

function checkValue(columns: readonly { readonly value: string }[], value: string, index: number): SettingProblem[] {
  const path = ['columns', index, 'value'];
  if (value.trim() === '') return [{ code: 'columnBlank', severity: 'error', message: `Column ${index + 1} has no value.`, hint: 'Write one, or take the entry out.', path }];
  if (columns.findIndex((other) => other.value === value) === index) return [];
  return [{ code: 'columnTwice', severity: 'error', message: `The value "${value}" is there twice.`, hint: 'Take one of them out.', path }];
}

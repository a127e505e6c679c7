import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f, typeOptions } from '../../kit/fields.ts';
import { checkColumn, freeName } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import { checkJsonPath } from '../../kit/jsonPath.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';

const brokenOptions = [
  { value: 'reject', title: 'Reject the row' },
  { value: 'blank', title: 'Leave the columns blank' },
] as const;

export const definition = defineNode({
  type: 'flattenJson',
  version: 1,
  kind: 'transform',
  title: 'Flatten JSON',
  summary: 'Turns the JSON text of a column into columns, and its lists into rows when wanted.',
  category: 'Columns',
  keywords: ['nested', 'object', 'array', 'list', 'explode', 'unnest', 'parse', 'api'],
  settings: z.object({
    column: f.text({ title: 'Column', help: 'The column with the JSON text.', required: true }),
    values: f.table(
      {
        path: { title: 'Path', control: 'text', placeholder: 'address.city' },
        type: { title: 'Type', control: 'choice', options: typeOptions },
        name: { title: 'Name', control: 'text', placeholder: 'Name (nothing: the last key)' },
      },
      { title: 'Values', help: 'Each value and the column it becomes. A path is keys with points between; lines[0].sku is the first of a list. Objects and lists become JSON text.', required: true },
    ),
    list: f.text({
      title: 'Rows from a list',
      help: 'The path of a list, of which each entry becomes a row. Paths of values then count from the entry; those that begin with $. count from the whole. Blank: one row stays one row.',
      placeholder: 'lines',
    }),
    onBroken: f.choice(brokenOptions, { title: 'Text that is no JSON', help: 'What happens to a row whose text cannot be read, or has a value of another type. Blank cells give blank columns.', default: 'reject' }),
    keepColumn: f.toggle({ title: 'Keep the column itself', help: 'Off: only the values go on.', default: false, advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ column, values }) => (column === '' ? '' : `${column} → ${values.map(valueName).join(', ')}`),
  columns: (settings, [upstream]) => upstream && flatSchema(upstream, settings),
  check: ({ column, values, list }, [upstream]) => [
    ...(column.trim() === '' ? [] : [...checkColumn(upstream, column, ['column']), ...checkText(upstream, column)]),
    ...values.flatMap(({ path }, index) => checkJsonPath(path, ['values', index, 'path'])),
    ...(list.trim() === '' ? [] : checkJsonPath(list, ['list'])),
  ],
  // With a list, a row leaves as often as the list is long.
  conserves: ({ list }) => list.trim() === '',
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

interface Value {
  readonly path: string;
  readonly type: ColumnSpec['type'];
  readonly name: string;
}

/** `address.city` → `city`, unless it was given a name. */
function valueName({ path, name }: Value): string {
  return name.trim() || (/([^.[\]]+)(?:\[\d+\])*$/.exec(path.trim())?.[1] ?? 'value');
}

/** The columns with those of the values behind; one whose name is taken gets a number. */
export function flatSchema(schema: Schema, { column, values, keepColumn }: { readonly column: string; readonly values: readonly Value[]; readonly keepColumn: boolean }): Schema {
  const at = findColumn(schema, column);
  const result: ColumnSpec[] = schema.filter((_, index) => keepColumn || index !== at);
  for (const value of values) result.push({ name: freeName(valueName(value), new Set(result.map(({ name }) => name))), type: value.type });
  return result;
}

/** The problem of a column that is no text. */
export function checkText(schema: Schema | undefined, name: string): SettingProblem[] {
  const found = schema?.[findColumn(schema, name)];
  if (!found || found.type === 'text') return [];
  return [{ code: 'columnNotText', severity: 'error', message: `The column "${name}" is ${found.type}; JSON is text.`, hint: 'Pick the column with the JSON text.', path: ['column'] }];
}

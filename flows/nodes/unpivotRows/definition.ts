import { z } from 'zod';
import { defineNode, inPort, outPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn } from '../../kit/findColumns.ts';
import { unpivotedSchema } from './unpivotedSchema.ts';

export const definition = defineNode({
  type: 'unpivotRows',
  version: 1,
  kind: 'transform',
  title: 'Unpivot rows',
  summary: 'Turns columns into rows: one for each of them, with its name and its value.',
  category: 'Combine',
  keywords: ['melt', 'columns to rows', 'normalise', 'transpose', 'months', 'pivot'],
  settings: z.object({
    columns: f.columns({ title: 'Columns to turn', help: 'Each of them becomes a row. The other columns are repeated.', required: true }),
    nameColumn: f.text({ title: 'Column for the names', help: 'What the column with the names is called.', default: 'Name' }),
    valueColumn: f.text({ title: 'Column for the values', help: 'What the column with the values is called. Values of different types become text.', default: 'Value' }),
    keepBlanks: f.toggle({ title: 'Keep blank values', help: 'Off: a blank cell makes no row.', default: false }),
  }),
  ports: () => ({ in: [inPort], out: [outPort] }),
  caption: ({ columns }) => columns.join(', '),
  columns: (settings, [upstream]) => upstream && unpivotedSchema(settings, upstream).schema,
  check: ({ columns, nameColumn, valueColumn }, [upstream]) => [
    ...columns.flatMap((name, index) => checkColumn(upstream, name, ['columns', index])),
    ...(nameColumn.trim() === '' ? [blank('nameColumn')] : []),
    ...(valueColumn.trim() === '' ? [blank('valueColumn')] : []),
  ],
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: false },
});

function blank(setting: string): SettingProblem {
  return { code: 'settingBlank', severity: 'error', message: 'The new column has no name.', hint: 'Give it one.', path: [setting] };
}

import { z } from 'zod';
import { defineNode, inPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn } from '../../kit/findColumns.ts';
import type { Schema } from '../../kit/schema.ts';

/** What is told of each column. */
export const profileSchema: Schema = [
  { name: 'Column', type: 'text' },
  { name: 'Type', type: 'text' },
  { name: 'Looks Like', type: 'text' },
  { name: 'Rows', type: 'number' },
  { name: 'Blank', type: 'number' },
  { name: 'Filled %', type: 'number' },
  { name: 'Different', type: 'number' },
  { name: 'Smallest', type: 'text' },
  { name: 'Largest', type: 'text' },
  { name: 'Average', type: 'number' },
  { name: 'Shortest', type: 'number' },
  { name: 'Longest', type: 'number' },
  { name: 'Most Frequent', type: 'text' },
  { name: 'Patterns', type: 'text' },
];

export const definition = defineNode({
  type: 'profileColumns',
  version: 1,
  kind: 'transform',
  title: 'Profile columns',
  summary: 'Tells what is in each column: how full it is, how many different values, the extremes, the most frequent, and how they are written.',
  category: 'Check',
  keywords: ['statistics', 'quality', 'explore', 'distinct', 'blank', 'pattern', 'summary', 'describe', 'analyze'],
  settings: z.object({
    columns: f.columns({ title: 'Columns', help: 'The columns to tell of. None: all.' }),
    top: f.number({ title: 'Most frequent values', help: 'So many values and patterns are told of each column.', default: 5, min: 1, max: 50, advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [{ name: 'out', title: 'A row for each column' }] }),
  caption: ({ columns }) => columns.join(', '),
  columns: () => profileSchema,
  check: ({ columns }, [upstream]) => columns.flatMap((name, index) => checkColumn(upstream, name, ['columns', index])),
  meeting: () => ({ columns: { in: [], out: [] }, key: { blankWhen: 'never' } }),
  // What it keeps of a column does not grow with the rows.
  traits: { state: 'global', order: 'any', deterministic: true, conserves: false },
});

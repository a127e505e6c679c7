import { z } from 'zod';
import { defineNode, inPort, outPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn } from '../../kit/findColumns.ts';

const keepOptions = [
  { value: 'first', title: 'The first', help: 'Rows go on as they come; only keys are kept in memory.' },
  { value: 'last', title: 'The last', help: 'All rows are kept in memory until the last has come.' },
] as const;

export const definition = defineNode({
  type: 'dedupeRows',
  version: 1,
  kind: 'transform',
  title: 'Remove duplicates',
  summary: 'Keeps one row of those that are equal in some columns, and drops the others.',
  category: 'Check',
  keywords: ['duplicate', 'distinct', 'unique', 'double', 'dedupe', 'clean'],
  settings: z.object({
    key: f.columns({ title: 'Equal in', help: 'Rows equal in these columns are duplicates. None: in all columns. Rows in which all of them are blank stay.' }),
    isLoose: f.toggle({ title: 'Ignore capitals and spaces', help: 'On: "Ada  Lovelace " and "ada lovelace" are equal.', default: true }),
    keep: f.choice(keepOptions, { title: 'Keep', help: 'Which of the duplicates stays.', default: 'first' }),
  }),
  ports: () => ({ in: [inPort], out: [outPort] }),
  caption: ({ key }) => (key.length === 0 ? 'by all columns' : `by ${key.join(', ')}`),
  check: ({ key }, [upstream]) => key.flatMap((name, index) => checkColumn(upstream, name, ['key', index])),
  traits: { state: 'keyed', order: 'keeps', deterministic: true, conserves: true, holds: true },
});

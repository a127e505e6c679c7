import { z } from 'zod';
import { defineNode, inPort, outPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn } from '../../kit/findColumns.ts';

const directionOptions = [
  { value: 'ascending', title: 'Ascending' },
  { value: 'descending', title: 'Descending' },
] as const;

const blankOptions = [
  { value: 'last', title: 'Blanks last' },
  { value: 'first', title: 'Blanks first' },
] as const;

export const definition = defineNode({
  type: 'sortRows',
  version: 1,
  kind: 'transform',
  title: 'Sort rows',
  summary: 'Puts the rows in order.',
  category: 'Rows',
  keywords: ['order', 'ascending', 'descending', 'arrange', 'rank'],
  settings: z.object({
    keys: f.table(
      {
        column: { title: 'Column', control: 'column' },
        direction: { title: 'Direction', control: 'choice', options: directionOptions },
        blanks: { title: 'Blanks', control: 'choice', options: blankOptions },
      },
      { title: 'Sort by', help: 'Rows equal in the first column are put in order by the second, and so on. Rows equal in all stay as they came.', required: true },
    ),
    ignoreCase: f.toggle({ title: 'Ignore capitals', help: 'On: ada, Bob, Cem. Off: Bob, Cem, ada. Letters are in the order of Unicode.', default: true }),
  }),
  ports: () => ({ in: [inPort], out: [outPort] }),
  caption: ({ keys }) => keys.map(({ column, direction }) => (direction === 'descending' ? `${column} ↓` : column)).join(', '),
  check: ({ keys }, [upstream]) => keys.flatMap(({ column }, index) => checkColumn(upstream, column, ['keys', index, 'column'])),
  traits: { state: 'global', order: 'any', deterministic: true, conserves: true, holds: true },
});

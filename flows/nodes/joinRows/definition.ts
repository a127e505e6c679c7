import { z } from 'zod';
import { defineNode, outPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkKeys, keyCells } from '../../kit/keyPairs.ts';
import { joinedSchema } from './joinedSchema.ts';

const kindOptions = [
  { value: 'inner', title: 'Inner', help: 'Left rows with a match, once for each match.' },
  { value: 'left', title: 'Left', help: 'All left rows; without a match the right columns are blank.' },
  { value: 'full', title: 'Full', help: 'All left rows, then the right rows without a match.' },
  { value: 'semi', title: 'Only matched', help: 'Left rows that have a match, once and as they are.' },
  { value: 'anti', title: 'Only unmatched', help: 'Left rows that have no match, as they are.' },
] as const;

export const definition = defineNode({
  type: 'joinRows',
  version: 1,
  kind: 'transform',
  title: 'Join rows',
  summary: 'Brings the rows of two inputs together where their keys are equal.',
  category: 'Combine',
  keywords: ['inner', 'left', 'full', 'anti', 'semi', 'merge', 'match', 'compare', 'difference'],
  settings: z.object({
    kind: f.choice(kindOptions, { title: 'Join', help: 'Which rows go on.', default: 'inner' }),
    keys: f.table(keyCells, { title: 'Where', help: 'A left column and the right column it must be equal to. A blank key matches nothing.', required: true }),
    isLoose: f.toggle({ title: 'Ignore capitals and spaces', help: 'On: " acme  inc" matches "ACME Inc".', default: false }),
    suffix: f.text({
      title: 'Suffix',
      help: 'Put behind the name of a right column when the left rows have one of that name.',
      default: ' (right)',
      advanced: true,
    }),
  }),
  ports: () => ({ in: [{ name: 'left', title: 'Left rows' }, { name: 'right', title: 'Right rows', isReadFirst: true }], out: [outPort] }),
  caption: ({ kind, keys }) => `${kindOptions.find(({ value }) => value === kind)!.title}: ${keys.map(({ column, equals }) => `${column} = ${equals}`).join(', ')}`,
  columns: (settings, [left, right]) => left && right && joinedSchema(settings, left, right).schema,
  check: ({ keys }, upstream) => checkKeys(keys, upstream),
  traits: { state: 'keyed', order: 'any', deterministic: true, conserves: false, holds: true },
});

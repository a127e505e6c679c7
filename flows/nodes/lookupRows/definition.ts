import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort, type Upstream } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn, freeName } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import { checkKeys, keyCells } from '../../kit/keyPairs.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';

const noneOptions = [
  { value: 'blank', title: 'Leave the columns blank' },
  { value: 'reject', title: 'Reject the row' },
  { value: 'drop', title: 'Drop the row' },
] as const;

const severalOptions = [
  { value: 'first', title: 'Take the first' },
  { value: 'last', title: 'Take the last' },
  { value: 'reject', title: 'Reject the row' },
] as const;

export const definition = defineNode({
  type: 'lookupRows',
  version: 1,
  kind: 'transform',
  title: 'Look up',
  summary: 'Adds columns from a reference list to each row, found by a key.',
  category: 'Combine',
  keywords: ['vlookup', 'enrich', 'reference', 'match', 'key', 'parent', 'id'],
  settings: z.object({
    keys: f.table(keyCells, { title: 'Where', help: 'The columns by which a reference row is found. All of them must be equal.', required: true }),
    columns: f.table(
      { column: { title: 'Column', control: 'column', input: 1 }, name: { title: 'Name', control: 'text', placeholder: 'Name (nothing: the same)' } },
      { title: 'Columns to add', help: 'Columns of the reference row, and what they are called here. None: rows are only checked.' },
    ),
    onNone: f.choice(noneOptions, { title: 'When nothing is found', help: 'Also when a key is blank.', default: 'blank' }),
    onSeveral: f.choice(severalOptions, { title: 'When several are found', help: 'Several reference rows have the same key.', default: 'first' }),
    isLoose: f.toggle({ title: 'Ignore capitals and spaces', help: 'On: " acme  inc" is found as "ACME Inc".', default: false }),
  }),
  ports: () => ({ in: [inPort, { name: 'reference', title: 'Reference rows', isReadFirst: true }], out: [outPort, rejectedPort] }),
  caption: ({ keys, columns }) => (keys.length === 0 ? '' : `${columns.map(({ column, name }) => name || column).join(', ') || 'check'} by ${keys.map(({ column }) => column).join(', ')}`),
  columns: ({ columns }, upstream) => lookedUpSchema(columns, upstream),
  check: ({ keys, columns }, upstream) => [
    ...checkKeys(keys, upstream),
    ...columns.flatMap(({ column }, index) => checkColumn(upstream[1], column, ['columns', index, 'column'])),
  ],
  meeting: ({ keys, isLoose }) => ({ columns: { reference: keys.map(({ equals }) => equals), out: keys.map(({ column }) => column) }, key: { isLoose, blankWhen: 'any' } }),
  traits: { state: 'global', order: 'keeps', deterministic: true, conserves: true, holds: true },
});

/** The columns that come in and those that are added; a name that is taken gets a number. */
export function lookedUpSchema(columns: readonly { readonly column: string; readonly name: string }[], [upstream, reference]: Upstream): Schema | undefined {
  if (upstream === undefined || reference === undefined) return undefined;
  const result: ColumnSpec[] = [...upstream];
  for (const { column, name } of columns) {
    const found = reference[findColumn(reference, column)];
    const free = freeName(name.trim() || found?.name || column, new Set(result.map((known) => known.name)));
    result.push({ name: free, type: found?.type ?? 'text' });
  }
  return result;
}

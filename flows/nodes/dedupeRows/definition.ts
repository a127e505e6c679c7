import { z } from 'zod';
import { defineNode, inPort, outPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn, freeName } from '../../kit/findColumns.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';
import { compareOptions } from './normalKeys.ts';
import { survivorOptions } from './survivor.ts';

const keepOptions = [
  { value: 'first', title: 'The first', help: 'Rows go on as they come; only keys are kept in memory. When they fill it, rows of new keys come last, in another order.' },
  { value: 'last', title: 'The last', help: 'All rows are kept until the last has come; in another order when they do not fit into memory.' },
] as const;

const matchOptions = [
  { value: 'exact', title: 'Are equal in some columns' },
  { value: 'fuzzy', title: 'Are alike', help: 'Finds typing errors, other spellings and other orders. All rows are kept until the last has come.' },
] as const;

const methodOptions = [
  { value: 'jaroWinkler', title: 'Jaro–Winkler', help: 'Kind to typing errors and endings; the beginning counts most. Good for names.' },
  { value: 'levenshtein', title: 'Levenshtein', help: 'Counts changed signs. Stricter; good for codes and long texts.' },
] as const;

const duplicateOptions = [
  { value: 'drop', title: 'Are dropped' },
  { value: 'mark', title: 'Stay, and are marked', help: 'Four more columns: Duplicate Group, Survives, Match Score, Reason.' },
] as const;

const isExact = { setting: 'match', is: ['exact'] } as const;
const isFuzzy = { setting: 'match', is: ['fuzzy'] } as const;

export const definition = defineNode({
  type: 'dedupeRows',
  version: 1,
  kind: 'transform',
  title: 'Remove duplicates',
  summary: 'Keeps one row of those that are equal in some columns or much alike, and drops or marks the others.',
  category: 'Check',
  keywords: ['duplicate', 'distinct', 'unique', 'double', 'dedupe', 'clean', 'fuzzy', 'similar', 'match', 'merge'],
  settings: z.object({
    match: f.choice(matchOptions, { title: 'Duplicates', help: 'What makes rows duplicates of each other.', default: 'exact' }),
    key: f.columns({ title: 'Equal in', when: isExact, help: 'Rows equal in these columns are duplicates. None: in all columns. Rows in which all of them are blank stay.' }),
    isLoose: f.toggle({ when: isExact, title: 'Ignore capitals and spaces', help: 'On: "Ada  Lovelace " and "ada lovelace" are equal.', default: true }),
    keep: f.choice(keepOptions, { when: isExact, title: 'Keep', help: 'Which of the duplicates stays.', default: 'first' }),
    compare: f.table(
      { column: { title: 'Column', control: 'column' }, as: { title: 'Is', control: 'choice', options: compareOptions } },
      { title: 'Alike in', help: 'The columns to compare. Blank cells are left out, but rows must have at least half of the columns in common. Capitals, accents and signs do not count.', required: true, when: isFuzzy },
    ),
    threshold: f.number({ title: 'At least', help: 'So alike rows must be: the mean over the columns. 100 is equal; below 80 much is found that is none.', default: 90, min: 50, max: 100, unit: '%', when: isFuzzy }),
    survivor: f.choice(survivorOptions, { title: 'Keep', help: 'Which of the duplicates stays.', default: 'filled', when: isFuzzy }),
    largest: f.text({ title: 'Largest in', help: 'The column that decides which row stays.', placeholder: 'LastModifiedDate', when: { setting: 'survivor', is: ['largest'] } }),
    duplicates: f.choice(duplicateOptions, { title: 'The others', help: 'What happens to the rows that do not stay.', default: 'drop', when: isFuzzy }),
    method: f.choice(methodOptions, { title: 'Compared by', help: 'How it is reckoned how alike two texts are.', default: 'jaroWinkler', when: isFuzzy, advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [outPort] }),
  caption: ({ match, key, compare }) => (match === 'fuzzy' ? `alike in ${compare.map(({ column }) => column).join(', ')}` : key.length === 0 ? 'by all columns' : `by ${key.join(', ')}`),
  columns: ({ match, duplicates }, [upstream]) => upstream && (match === 'fuzzy' && duplicates === 'mark' ? fuzzySchema(upstream) : upstream),
  check: ({ match, key, compare, survivor, largest }, [upstream]) => {
    if (match === 'exact') return key.flatMap((name, index) => checkColumn(upstream, name, ['key', index]));
    return [
      ...compare.flatMap(({ column }, index) => checkColumn(upstream, column, ['compare', index, 'column'])),
      ...(compare.length > 0 && compare.every(({ as }) => as === 'equal')
        ? [{ code: 'nothingAlike', severity: 'error' as const, message: 'All columns must be equal, so nothing is left to be alike.', hint: 'Add a column to compare, or look for rows that are equal.', path: ['compare'] }]
        : []),
      ...(survivor === 'largest' ? checkColumn(upstream, largest, ['largest']) : []),
    ];
  },
  meeting: ({ match, key, isLoose }) => {
    const columns = key.length === 0 ? 'all' : key;
    return match === 'exact' ? { columns: { in: columns, out: columns }, key: { isLoose, blankWhen: 'all' } } : undefined;
  },
  // Past the memory, rows of one part of the keys follow those of another.
  traits: { state: 'keyed', order: 'any', deterministic: true, conserves: true, holds: true },
});

const tellColumns: Schema = [
  { name: 'Duplicate Group', type: 'number' },
  { name: 'Survives', type: 'boolean' },
  { name: 'Match Score', type: 'number' },
  { name: 'Reason', type: 'text' },
];

/** The columns with those that tell of duplicates behind; one whose name is taken gets a number. */
export function fuzzySchema(schema: Schema): Schema {
  const result: ColumnSpec[] = [...schema];
  for (const { name, type } of tellColumns) result.push({ name: freeName(name, new Set(result.map((known) => known.name))), type });
  return result;
}

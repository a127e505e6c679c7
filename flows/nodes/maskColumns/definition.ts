import { z } from 'zod';
import { defineNode, inPort, outPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import type { ColumnType, Schema } from '../../kit/schema.ts';

const asOptions = [
  { value: 'firstName', title: 'First name' },
  { value: 'lastName', title: 'Last name' },
  { value: 'fullName', title: 'First and last name' },
  { value: 'email', title: 'E-mail address', help: 'At example.com, which nobody owns. Different people get different ones.' },
  { value: 'phone', title: 'Phone number', help: 'Other digits in the same form; the first three stay.' },
  { value: 'company', title: 'Company' },
  { value: 'street', title: 'Street and number' },
  { value: 'city', title: 'City' },
  { value: 'code', title: 'Code or number', help: 'Other letters and digits in the same form: A-1234 becomes K-8037.' },
  { value: 'shiftDate', title: 'Date, moved', help: 'By up to half a year; all dates of a person by the same days.' },
  { value: 'vary', title: 'Amount, varied', help: 'By up to a fifth.' },
  { value: 'blank', title: 'Blank' },
] as const;
export type MaskKind = (typeof asOptions)[number]['value'];

export const definition = defineNode({
  type: 'maskColumns',
  version: 1,
  kind: 'transform',
  title: 'Mask columns',
  summary: 'Replaces personal data by made-up data: the same person gets the same fake everywhere and every time.',
  category: 'Columns',
  keywords: ['anonymize', 'pseudonym', 'privacy', 'gdpr', 'personal', 'fake', 'sandbox', 'test data', 'pii'],
  settings: z.object({
    columns: f.table({ column: { title: 'Column', control: 'column' }, as: { title: 'Becomes', control: 'choice', options: asOptions } }, { title: 'Columns', help: 'What to replace, and by what. Blank cells stay blank.', required: true }),
    person: f.text({
      title: 'Same person by',
      help: 'A column that tells people apart, such as Email. All fakes of a row then fit each other, here and in other flows. Blank: each value gets its own fake.',
      placeholder: 'Email',
    }),
  }),
  ports: () => ({ in: [inPort], out: [outPort] }),
  caption: ({ columns }) => columns.map(({ column }) => column).join(', '),
  check: ({ columns, person }, [upstream]) => [
    ...columns.flatMap(({ column, as }, index) => [...checkColumn(upstream, column, ['columns', index, 'column']), ...checkMask(upstream, column, as, index)]),
    ...(person.trim() === '' ? [] : checkColumn(upstream, person, ['person'])),
  ],
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

/** What a column must be to be replaced in this way. */
function typesOf(kind: MaskKind): readonly ColumnType[] | undefined {
  if (kind === 'blank') return undefined;
  if (kind === 'shiftDate') return ['date', 'datetime'];
  return [kind === 'vary' ? 'number' : 'text'];
}

export function checkMask(schema: Schema | undefined, name: string, kind: MaskKind, index: number): SettingProblem[] {
  const found = schema?.[findColumn(schema, name)];
  const types = typesOf(kind);
  if (!found || !types || types.includes(found.type)) return [];
  const { title } = asOptions.find(({ value }) => value === kind)!;
  const message = `The column "${name}" is ${found.type}; "${title}" replaces ${types.join(' or ')}.`;
  return [{ code: 'maskType', severity: 'error', message, hint: 'Choose another replacement, or give the column that type before this node.', path: ['columns', index, 'as'] }];
}

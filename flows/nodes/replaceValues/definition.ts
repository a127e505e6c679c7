import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import type { Schema } from '../../kit/schema.ts';

const unknownOptions = [
  { value: 'keep', title: 'Keep them' },
  { value: 'blank', title: 'Make them blank' },
  { value: 'reject', title: 'Reject the row' },
] as const;

export const definition = defineNode({
  type: 'replaceValues',
  version: 1,
  kind: 'transform',
  title: 'Replace values',
  summary: 'Replaces values of columns by others, as for picklists.',
  category: 'Columns',
  keywords: ['map', 'picklist', 'translate', 'lookup table', 'code', 'recode', 'find'],
  settings: z.object({
    values: f.table(
      {
        column: { title: 'Column', control: 'column' },
        from: { title: 'Value', control: 'text', placeholder: 'Value (nothing: blank)' },
        to: { title: 'Becomes', control: 'text', placeholder: 'Becomes (nothing: blank)' },
      },
      { title: 'Values', help: 'Each value of a column and what it becomes. Nothing written stands for blank.', required: true },
    ),
    unknown: f.choice(unknownOptions, { title: 'Values not in the list', help: 'What to do with them. Blank cells stay as they are.', default: 'keep' }),
    isLoose: f.toggle({ title: 'Ignore capitals and spaces', help: 'On: " germany" is found as "Germany". Off: every letter counts.', default: true }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ values }) => [...new Set(values.map(({ column }) => column))].join(', '),
  check: ({ values }, [upstream]) =>
    values.flatMap(({ column }, index) => [...checkColumn(upstream, column, ['values', index, 'column']), ...checkText(upstream, column, index)]),
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

/** The problem of a column whose cells are no texts. */
export function checkText(schema: Schema | undefined, name: string, index: number): SettingProblem[] {
  const found = schema?.[findColumn(schema, name)];
  if (!found || found.type === 'text') return [];
  const message = `The column "${name}" is ${found.type}; values are replaced in text columns.`;
  return [{ code: 'columnNotText', severity: 'error', message, hint: 'Make it text before, with TEXT() in a Map columns node.', path: ['values', index, 'column'] }];
}

import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn, freeName } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';

const methodOptions = [
  { value: 'separator', title: 'By a separator' },
  { value: 'pattern', title: 'By a pattern' },
] as const;

const missingOptions = [
  { value: 'blank', title: 'Leave blank' },
  { value: 'reject', title: 'Reject the row' },
] as const;

export const definition = defineNode({
  type: 'splitColumn',
  version: 1,
  kind: 'transform',
  title: 'Split column',
  summary: 'Splits the texts of a column into several columns.',
  category: 'Columns',
  keywords: ['divide', 'separate', 'extract', 'regex', 'name', 'address', 'parts'],
  settings: z.object({
    column: f.text({ title: 'Column', help: 'The column whose texts are split.', required: true }),
    method: f.choice(methodOptions, { title: 'Split', help: 'How the parts are found.', default: 'separator' }),
    separator: f.text({ title: 'Separator', help: 'What stands between two parts.', default: ',', when: { setting: 'method', is: ['separator'] } }),
    pattern: f.text({
      title: 'Pattern',
      help: 'A regular expression for the whole text, with a group in round brackets for each part.',
      placeholder: '(\\d{5}) (.+)',
      when: { setting: 'method', is: ['pattern'] },
    }),
    parts: f.table({ name: { title: 'Name', control: 'text', placeholder: 'City' } }, { title: 'Parts', help: 'A new column for each part, in order.', required: true }),
    onMissing: f.choice(missingOptions, { title: 'When parts are missing', help: 'The text has fewer parts, or does not fit the pattern.', default: 'blank' }),
    keepRest: f.toggle({
      title: 'The last part takes the rest',
      help: 'On: of "a,b,c" in two parts, the second is "b,c". Off: it is "b".',
      default: true,
      when: { setting: 'method', is: ['separator'] },
      advanced: true,
    }),
    keepColumn: f.toggle({ title: 'Keep the column itself', help: 'Off: only the parts go on.', default: true, advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ column, parts }) => (column === '' ? '' : `${column} → ${parts.map(({ name }) => name).join(', ')}`),
  columns: ({ column, parts, keepColumn }, [upstream]) =>
    upstream && splitSchema(upstream, findColumn(upstream, column), parts.map(({ name }) => name), keepColumn),
  check: (settings, [upstream]) => [
    ...(settings.column.trim() === '' ? [] : [...checkColumn(upstream, settings.column, ['column']), ...checkText(upstream, settings.column)]),
    ...(settings.method === 'separator' && settings.separator === '' ? [blank('separator', 'There is no separator.', 'Write what stands between two parts.')] : []),
    ...(settings.method === 'pattern' ? checkPattern(settings.pattern, settings.parts.length) : []),
    ...settings.parts.flatMap(({ name }, index) => (name.trim() === '' ? [{ ...blank('parts', `Part ${index + 1} has no name.`, 'Give it one, or take the entry out.'), path: ['parts', index, 'name'] }] : [])),
  ],
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

/** The columns with those of the parts behind; a part whose name is taken gets a number. */
export function splitSchema(schema: Schema, column: number, parts: readonly string[], keepColumn: boolean): Schema {
  const result: ColumnSpec[] = schema.filter((_, index) => keepColumn || index !== column);
  for (const part of parts) result.push({ name: freeName(part, new Set(result.map(({ name }) => name))), type: 'text' });
  return result;
}

/** The pattern as an expression for the whole text; undefined when it is none. */
export function wholePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su');
  } catch {
    return undefined;
  }
}

/** The problem of a column that is no text. */
export function checkText(schema: Schema | undefined, name: string): SettingProblem[] {
  const found = schema?.[findColumn(schema, name)];
  if (!found || found.type === 'text') return [];
  const message = `The column "${name}" is ${found.type}; only texts can be split.`;
  return [{ code: 'columnNotText', severity: 'error', message, hint: 'Make it text before, with TEXT() in a Map columns node.', path: ['column'] }];
}

function checkPattern(pattern: string, parts: number): SettingProblem[] {
  if (pattern === '') return [blank('pattern', 'There is no pattern.', 'Write one with a group in round brackets for each part.')];
  const expression = wholePattern(pattern);
  if (!expression) return [{ code: 'patternInvalid', severity: 'error', message: `"${pattern}" is no regular expression.`, hint: 'Look for a bracket that is not closed.', path: ['pattern'] }];
  const groups = new RegExp(`${expression.source}|`, 'su').exec('')!.length - 1;
  if (groups >= parts) return [];
  const message = `The pattern has ${groups} groups in round brackets, and there are ${parts} parts.`;
  return [{ code: 'patternGroups', severity: 'error', message, hint: 'Put round brackets around each part.', path: ['pattern'] }];
}

function blank(setting: string, message: string, hint: string): SettingProblem {
  return { code: 'settingBlank', severity: 'error', message, hint, path: [setting] };
}

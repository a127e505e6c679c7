import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn, freeName } from '../../kit/findColumns.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';

const noneOptions = [
  { value: 'blank', title: 'Leave the columns blank' },
  { value: 'reject', title: 'Reject the row' },
  { value: 'drop', title: 'Drop the row' },
] as const;

const severalOptions = [
  { value: 'first', title: 'Take the first', help: 'The one with the lowest Id.' },
  { value: 'last', title: 'Take the last', help: 'The one with the highest Id.' },
  { value: 'reject', title: 'Reject the row' },
] as const;

export const definition = defineNode({
  type: 'salesforceLookup',
  version: 1,
  kind: 'transform',
  title: 'Salesforce look up',
  summary: 'Adds fields of records to each row, found in an org by a key.',
  category: 'Salesforce',
  keywords: ['vlookup', 'enrich', 'match', 'find', 'external id', 'parent', 'soql', 'record'],
  settings: z.object({
    connection: f.connection({ title: 'Connection', help: 'The org to look in.', system: 'salesforce', required: true }),
    object: f.lookup({ title: 'Object', help: 'The object whose records are looked for.', lookup: 'objects', required: true }),
    keys: f.table(
      { column: { title: 'Column', control: 'column', input: 0 }, field: { title: 'Field', control: 'text', placeholder: 'External_Key__c' } },
      { title: 'Where', help: 'The columns by which a record is found, and the fields they are equal to. All of them must be equal; capitals do not count where the org does not count them.', required: true },
    ),
    fields: f.table(
      { field: { title: 'Field', control: 'text', placeholder: 'Owner.Name' }, name: { title: 'Name', control: 'text', placeholder: 'Name (nothing: the same)' } },
      { title: 'Fields to add', help: 'Fields of the record, of its parents too, and what their columns are called. None: rows are only checked.' },
    ),
    columns: f.columnTypes({
      title: 'Types',
      help: 'The columns that are added and their types. Read them from the org so that the next nodes know them before the run.',
      lookup: 'columns',
    }),
    onNone: f.choice(noneOptions, { title: 'When nothing is found', help: 'Also when a key is blank.', default: 'blank' }),
    onSeveral: f.choice(severalOptions, { title: 'When several are found', help: 'Several records have the same key.', default: 'first' }),
    condition: f.text({ title: 'Only records where', help: 'A condition in SOQL that the records must meet as well.', placeholder: 'IsActive = true', advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ object, keys, fields }) =>
    object === '' || keys.length === 0 ? '' : `${fields.map(({ field, name }) => name || field).join(', ') || 'check'} of ${object} by ${keys.map(({ column }) => column).join(', ')}`,
  columns: ({ fields, columns }, [upstream]) => {
    const added = fields.map(addedName).map((name) => columns.find((column) => column.name === name));
    return upstream && added.every((column) => column !== undefined) ? withAdded(upstream, added) : undefined;
  },
  check: ({ keys, fields }, [upstream]) => [
    ...keys.flatMap(({ column, field }, index) => [...checkColumn(upstream, column, ['keys', index, 'column']), ...checkPath(field, ['keys', index, 'field'])]),
    ...fields.flatMap(({ field }, index) => checkPath(field, ['fields', index, 'field'])),
  ],
  traits: { state: 'none', order: 'keeps', deterministic: false, conserves: true, holds: true },
});

/** What the column of a field is called. */
export function addedName({ field, name }: { readonly field: string; readonly name: string }): string {
  return name.trim() || field.trim();
}

/** The columns that come in and those that are added; a name that is taken gets a number. */
export function withAdded(upstream: Schema, added: Schema): Schema {
  const result: ColumnSpec[] = [...upstream];
  for (const { name, type } of added) result.push({ name: freeName(name, new Set(result.map((known) => known.name))), type });
  return result;
}

function checkPath(field: string, path: SettingProblem['path']): SettingProblem[] {
  if (/^\s*[A-Za-z]\w*(\.[A-Za-z]\w*)*\s*$/.test(field)) return [];
  if (field.trim() === '') return [{ code: 'fieldBlank', severity: 'error', message: 'No field is named here.', hint: 'Name one, or take the entry out.', path }];
  return [{ code: 'fieldPath', severity: 'error', message: `"${field}" is no field. A field is a name, or names with points between: Owner.Name.`, path }];
}

import { z } from 'zod';
import { defineNode, inPort, rejectedPort, writtenColumns, writtenPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { columnIndex } from '../../kit/batch.ts';

export const definition = defineNode({
  type: 'salesforceWrite',
  version: 1,
  kind: 'sink',
  title: 'Salesforce write',
  summary: 'Inserts, updates, upserts, deletes or undeletes records. The exact changes can be seen before, and taken back after.',
  category: 'Salesforce',
  keywords: ['insert', 'update', 'upsert', 'delete', 'undelete', 'bulk', 'load', 'import', 'dml', 'collections'],
  settings: z.object({
    connection: f.connection({ title: 'Connection', help: 'The org to write to.', system: 'salesforce', required: true }),
    object: f.lookup({ title: 'Object', help: 'The object whose records are written. Columns fill the fields of the same name; Account.External_Key__c finds a parent by its external id.', lookup: 'objects', required: true }),
    operation: f.choice(
      [
        { value: 'insert', title: 'Insert', help: 'Every row becomes a new record.' },
        { value: 'update', title: 'Update', help: 'Every row changes the record whose Id it carries.' },
        { value: 'upsert', title: 'Upsert', help: 'A row changes the record with the same key, or becomes a new one.' },
        { value: 'delete', title: 'Delete', help: 'Every row deletes the record whose Id it carries; it goes to the recycle bin.' },
        { value: 'hardDelete', title: 'Delete for good', help: 'Every row deletes the record whose Id it carries, past the recycle bin. It cannot be taken back. The user needs "Bulk API Hard Delete".' },
        { value: 'undelete', title: 'Undelete', help: 'Every row takes the record whose Id it carries out of the recycle bin.' },
      ],
      { title: 'Operation', help: 'What to do with each row.', default: 'upsert' },
    ),
    key: f.lookup({ title: 'Key', help: 'The external id field that tells whether a record is there already.', lookup: 'keys', required: true, when: { setting: 'operation', is: ['upsert'] } }),
    blanks: f.choice(
      [
        { value: 'ignore', title: 'Leave the field as it is' },
        { value: 'clear', title: 'Clear the field' },
      ],
      { title: 'Blank cells', help: 'What a blank cell does to the field of an existing record.', default: 'ignore', when: { setting: 'operation', is: ['update', 'upsert'] } },
    ),
    marker: f.lookup({
      title: 'Marker field',
      help: 'A text external id that Sluice fills with its own mark, so that an insert that was cut off half-way is found again and never done twice.',
      lookup: 'markers',
      advanced: true,
      when: { setting: 'operation', is: ['insert'] },
    }),
    api: f.choice(
      [
        { value: 'auto', title: 'As the number of rows suggests', help: 'Bulk for more than 2,000 changes that go together, else REST.' },
        { value: 'rest', title: 'REST', help: 'Up to 200 records a call, answered at once.' },
        { value: 'bulk', title: 'Bulk API 2.0', help: 'Jobs of up to 50,000 rows: few API calls, answers when a job is done.' },
      ],
      { title: 'API', help: 'How records are sent.', default: 'auto', advanced: true },
    ),
    batchSize: f.number({ title: 'Records per call', help: 'Smaller calls help when triggers are slow or records are locked.', default: 200, min: 1, max: 200, unit: 'records', advanced: true }),
    parallel: f.number({ title: 'Calls at a time', help: 'How many calls may be under way at once. One keeps the order of the rows.', default: 4, min: 1, max: 20, unit: 'calls', advanced: true }),
    allOrNone: f.toggle({ title: 'All or none', help: 'REST only: a record that is refused takes back the others of its call.', default: false, advanced: true }),
    assignmentRule: f.text({ title: 'Assignment rule', help: 'Of leads and cases: TRUE for the active rule, FALSE for none, or the Id of a rule. Blank leaves it to the org.', advanced: true }),
    duplicates: f.choice(
      [
        { value: 'refuse', title: 'As the rule says' },
        { value: 'allow', title: 'Save them all the same', help: 'REST only. Where the rule allows it.' },
      ],
      { title: 'Duplicate rules', help: 'What happens to a record that a duplicate rule reports.', default: 'refuse', advanced: true },
    ),
  }),
  ports: () => ({ in: [inPort], out: [writtenPort, rejectedPort] }),
  columns: (_settings, [upstream]) => upstream && writtenColumns(upstream),
  targets: 'fields',
  caption: ({ operation, object, key }) => (object === '' ? '' : `${operation === 'hardDelete' ? 'Delete for good' : `${operation[0]!.toUpperCase()}${operation.slice(1)}`} ${object}${operation === 'upsert' && key !== '' ? ` by ${key}` : ''}`),
  check: ({ operation, key }, [upstream]) => {
    if (!upstream) return [];
    const needed = operation === 'upsert' ? key : operation === 'insert' ? '' : 'Id';
    if (needed === '' || columnIndex(upstream, needed) >= 0) return [];
    const problem: SettingProblem = {
      code: 'keyColumnMissing',
      severity: 'error',
      message: `There is no column "${needed}" in the incoming rows, and ${operation} needs it to find the record. Columns: ${upstream.map((column) => column.name).join(', ')}.`,
      path: [operation === 'upsert' ? 'key' : 'operation'],
    };
    return [problem];
  },
  traits: { state: 'none', order: 'any', deterministic: false, conserves: true },
});

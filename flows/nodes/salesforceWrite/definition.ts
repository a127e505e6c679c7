import { z } from 'zod';
import { defineNode, inPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { columnIndex } from '../../kit/batch.ts';

export const definition = defineNode({
  type: 'salesforceWrite',
  version: 1,
  kind: 'sink',
  title: 'Salesforce write',
  summary: 'Inserts, updates, upserts or deletes records; a row the org refuses leaves by the rejected port with the reason.',
  category: 'Salesforce',
  keywords: ['insert', 'update', 'upsert', 'delete', 'load', 'import', 'dml', 'collections'],
  settings: z.object({
    connection: f.connection({ title: 'Connection', help: 'The org to write to.', system: 'salesforce', required: true }),
    object: f.lookup({ title: 'Object', help: 'The object whose records are written. Columns fill the fields of the same name; Account.External_Key__c finds a parent by its external id.', lookup: 'objects', required: true }),
    operation: f.choice(
      [
        { value: 'insert', title: 'Insert', help: 'Every row becomes a new record.' },
        { value: 'update', title: 'Update', help: 'Every row changes the record whose Id it carries.' },
        { value: 'upsert', title: 'Upsert', help: 'A row changes the record with the same key, or becomes a new one.' },
        { value: 'delete', title: 'Delete', help: 'Every row deletes the record whose Id it carries; it goes to the recycle bin.' },
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
    batchSize: f.number({ title: 'Records per call', help: 'Smaller calls help when triggers are slow or records are locked.', default: 200, min: 1, max: 200, unit: 'records', advanced: true }),
    parallel: f.number({ title: 'Calls at a time', help: 'How many calls may be under way at once. One keeps the order of the rows.', default: 4, min: 1, max: 20, unit: 'calls', advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [rejectedPort] }),
  caption: ({ operation, object, key }) => (object === '' ? '' : `${operation[0]!.toUpperCase()}${operation.slice(1)} ${object}${operation === 'upsert' && key !== '' ? ` by ${key}` : ''}`),
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

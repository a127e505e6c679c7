import { z } from 'zod';
import { defineNode, inPort, rejectedPort, writtenColumns, writtenPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { columnIndex } from '../../kit/batch.ts';
import { restOnly, type Settings } from './settings.ts';

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
    object: f.lookup({ title: 'Object', help: 'The object whose records are written. Columns fill the fields of the same name. A parent is found by any of its fields: Account.External_Key__c, RecordType.DeveloperName, Owner.Username.', lookup: 'objects', required: true }),
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
    key: f.lookup({ title: 'Key', help: 'The external id field that tells whether a record is there already. By Id, a row with a blank Id makes a new record.', lookup: 'keys', required: true, when: { setting: 'operation', is: ['upsert'] } }),
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
        { value: 'bulk', title: 'Bulk API 2.0', help: 'Jobs of up to 10,000 rows: few API calls, answers when a job is done.' },
      ],
      { title: 'API', help: 'How records are sent.', default: 'auto', advanced: true },
    ),
    batchSize: f.number({ title: 'Records per call', help: 'Smaller calls help when triggers are slow or records are locked.', default: 200, min: 1, max: 200, unit: 'records', advanced: true }),
    parallel: f.number({ title: 'Calls at a time', help: 'How many calls may be under way at once; of bulk jobs two. One keeps the order of the rows.', default: 8, min: 1, max: 20, unit: 'calls', advanced: true }),
    read: f.choice(
      [
        { value: 'values', title: 'Keys and values', help: 'Old values are seen before and can be restored after; rows that would change nothing are not sent.' },
        { value: 'keys', title: 'Keys only', help: 'Less is read and nothing of the old values is kept: every row is sent, and an update cannot be taken back.' },
      ],
      { title: 'Read before writing', help: 'What is read of the records that are there.', default: 'values', advanced: true, when: { setting: 'operation', is: ['update', 'upsert'] } },
    ),
    refused: f.choice(
      [
        { value: 'reject', title: 'Reject it before it is sent', help: 'Blank required fields, texts that are too long and values that a restricted picklist does not list show in the plan, and cost no call.' },
        { value: 'send', title: 'Send it all the same', help: 'For objects whose triggers or flows put such rows right.' },
      ],
      { title: 'What the org would refuse', help: 'What happens to rows that the definitions of the fields rule out. With "All or none" they are always sent.', default: 'reject', advanced: true, when: { setting: 'operation', is: ['insert', 'update', 'upsert'] } },
    ),
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
  check: (settings, [upstream]) => {
    const { operation, key } = settings;
    const problems = notByBulk(settings);
    if (!upstream) return problems;
    const needed = operation === 'upsert' ? key : operation === 'insert' ? '' : 'Id';
    if (needed === '' || columnIndex(upstream, needed) >= 0) return problems;
    const problem: SettingProblem = {
      code: 'keyColumnMissing',
      severity: 'error',
      message: `There is no column "${needed}" in the incoming rows, and ${operation} needs it to find the record. Columns: ${upstream.map((column) => column.name).join(', ')}.`,
      path: [operation === 'upsert' ? 'key' : 'operation'],
    };
    return [...problems, problem];
  },
  traits: { state: 'none', order: 'any', deterministic: false, conserves: true },
});

/** What the settings ask for and the API they ask for cannot do. */
function notByBulk(settings: Settings): SettingProblem[] {
  const { api, assignmentRule } = settings;
  const problems: SettingProblem[] = [];
  if (!/^(|true|false|[A-Za-z0-9]{15}|[A-Za-z0-9]{18}|.*\{\{.*)$/i.test(assignmentRule.trim())) {
    problems.push({ code: 'assignmentRuleUnknown', severity: 'error', message: `"${assignmentRule}" is no assignment rule: write TRUE, FALSE or the Id of a rule.`, path: ['assignmentRule'] });
  }
  const asked = restOnly(settings);
  if (api === 'bulk' && asked.length > 0) {
    problems.push({ code: 'notByBulk', severity: 'error', message: `The Bulk API 2.0 knows nothing of: ${asked.join(', ')}. Send by REST, or leave the API to the number of rows.`, path: ['api'] });
  }
  return problems;
}

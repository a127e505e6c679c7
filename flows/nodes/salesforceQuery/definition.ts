import { z } from 'zod';
import { defineNode, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';

export const definition = defineNode({
  type: 'salesforceQuery',
  version: 1,
  kind: 'source',
  title: 'Salesforce query',
  summary: 'Reads records from an org with a SOQL query, page by page or as a bulk job.',
  category: 'Salesforce',
  keywords: ['soql', 'select', 'export', 'extract', 'records', 'rest', 'bulk', 'changes', 'incremental', 'deleted'],
  settings: z.object({
    connection: f.connection({ title: 'Connection', help: 'The org to read from.', system: 'salesforce', required: true }),
    soql: f.text({
      title: 'Query',
      help: 'A SOQL query. Parents are reached with dots: Account.Owner.Name. :name stands for one of the values below.',
      placeholder: 'SELECT Id, Name, Account.Name FROM Contact WHERE Email != null',
      multiline: true,
      language: 'soql',
      required: true,
    }),
    columns: f.columnTypes({
      title: 'Columns',
      help: 'The columns of the rows and their types. Read them from the org so that the next nodes know them before the run.',
      lookup: 'columns',
    }),
    binds: f.table(
      {
        name: { title: 'Name', control: 'text', placeholder: 'country' },
        value: { title: 'Value', control: 'text' },
        type: {
          title: 'Type',
          control: 'choice',
          options: [
            { value: 'text', title: 'Text' },
            { value: 'number', title: 'Number' },
            { value: 'boolean', title: 'True or false' },
            { value: 'date', title: 'Date' },
            { value: 'datetime', title: 'Date and time' },
            { value: 'texts', title: 'Texts, one a line' },
            { value: 'numbers', title: 'Numbers, one a line' },
          ],
        },
      },
      { title: 'Values', help: 'What :name stands for in the query, often a parameter: {{country}}. A value is always one value: quotes in it change nothing of the query.' },
    ),
    changes: f.choice(
      [
        { value: 'all', title: 'All records' },
        { value: 'sinceMoment', title: 'Changed since a moment', help: 'By their SystemModstamp.' },
        { value: 'sinceLastRun', title: 'Changed since the last run', help: 'All records the first time, and when the query has changed. Only a run that wrote everything counts.' },
      ],
      { title: 'Records', help: 'Whether to read all records that the query finds or only those that have changed.', default: 'all' },
    ),
    since: f.text({
      title: 'Changed since',
      help: 'Only records changed at or after this moment.',
      placeholder: '2026-01-31T14:05:00Z',
      required: true,
      when: { setting: 'changes', is: ['sinceMoment'] },
    }),
    rememberAs: f.text({
      title: 'Remember as',
      help: 'The name under which this machine remembers how far this connection was read. Flows that use the same name go on where the other has stopped.',
      placeholder: 'contacts to the warehouse',
      required: true,
      when: { setting: 'changes', is: ['sinceLastRun'] },
    }),
    overlap: f.number({
      title: 'Overlap',
      help: 'Reads so much further back, because a change may become visible later than it is dated. Since the last run, what was read then does not come again.',
      default: 5,
      min: 0,
      max: 1440,
      unit: 'minutes',
      advanced: true,
      when: { setting: 'changes', is: ['sinceMoment', 'sinceLastRun'] },
    }),
    deleted: f.toggle({ title: 'Deleted records too', help: 'Also reads what is in the recycle bin, and archived activities. The column IsDeleted tells them.', default: false }),
    children: f.choice(
      [
        { value: 'json', title: 'One column of JSON' },
        { value: 'columns', title: 'Columns for the first children', help: 'Contacts.1.Name, Contacts.2.Name; a record with more children than that is rejected.' },
      ],
      { title: 'Child records', help: 'How the records of a sub-query become columns.', default: 'json', advanced: true },
    ),
    childColumns: f.number({
      title: 'Children per record',
      help: 'For how many children there are columns.',
      default: 3,
      min: 1,
      max: 50,
      unit: 'records',
      advanced: true,
      when: { setting: 'children', is: ['columns'] },
    }),
    api: f.choice(
      [
        { value: 'auto', title: 'By the number of records', help: 'Pages up to a number of records, a bulk job above.' },
        { value: 'rest', title: 'Pages (REST)', help: 'Quick for few records; two thousand to a call.' },
        { value: 'bulk', title: 'Bulk job', help: 'A few calls for millions of records; takes some seconds to begin.' },
      ],
      { title: 'Read as', help: 'Which API of the org to use.', default: 'auto', advanced: true },
    ),
    bulkFrom: f.number({
      title: 'Bulk job above',
      help: 'With more records than this the query becomes a bulk job.',
      default: 20_000,
      min: 2000,
      max: 10_000_000,
      unit: 'records',
      advanced: true,
      when: { setting: 'api', is: ['auto'] },
    }),
    splits: f.choice(
      [
        { value: 'auto', title: 'As it fits', help: 'The result pages of a bulk job side by side; more than 20,000 records read as pages, by four ranges of Id.' },
        { value: 'none', title: 'In one piece', help: 'One page after another.' },
        { value: 'ranges', title: 'By ranges of Id', help: 'Where the query is read as pages. Each range is a query of its own moment, and no order holds across them.' },
      ],
      { title: 'Split', help: 'Whether parts of the records are fetched at the same time.', default: 'auto', advanced: true },
    ),
    ranges: f.number({ title: 'Ranges', help: 'So many ranges of Id with about as many records each, read at the same time.', default: 4, min: 2, max: 15, unit: 'ranges', advanced: true, when: { setting: 'splits', is: ['ranges'] } }),
    pageSize: f.number({ title: 'Records per page', help: 'How many records to ask for at a time. The org may answer fewer.', default: 2000, min: 200, max: 2000, unit: 'records', advanced: true }),
  }),
  ports: () => ({ in: [], out: [outPort, rejectedPort] }),
  caption: ({ soql }) => soql.replace(/\s+/g, ' ').trim(),
  columns: ({ columns }) => (columns.length > 0 ? columns : undefined),
  check: ({ soql, changes, since, binds }) => {
    const problems: SettingProblem[] = [];
    const first = soql.trim().split(/\s/)[0]!;
    if (first !== '' && !/^select$/i.test(first)) {
      problems.push({ code: 'queryNotSelect', severity: 'error', message: `A query starts with SELECT; this one starts with "${first}".`, path: ['soql'] });
    }
    // A parameter is not known yet.
    const isMoment = since.trim() === '' || since.includes('{{') || !Number.isNaN(Date.parse(since));
    if (changes === 'sinceMoment' && !isMoment) {
      problems.push({ code: 'sinceNoMoment', severity: 'error', message: `"${since}" is no date and time. Write it as 2026-01-31T14:05:00Z.`, path: ['since'] });
    }
    binds.forEach(({ name }, index) => {
      if (/^[A-Za-z]\w*$/.test(name)) return;
      problems.push({ code: 'bindName', severity: 'error', message: `"${name}" cannot be the name of a value. Use letters, digits and _, a letter first.`, path: ['binds', index, 'name'] });
    });
    return problems;
  },
  traits: { state: 'none', order: 'keeps', deterministic: false, conserves: true },
});

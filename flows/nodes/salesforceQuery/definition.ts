import { z } from 'zod';
import { defineNode, outPort, rejectedPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';

export const definition = defineNode({
  type: 'salesforceQuery',
  version: 1,
  kind: 'source',
  title: 'Salesforce query',
  summary: 'Reads records from an org with a SOQL query, page by page.',
  category: 'Salesforce',
  keywords: ['soql', 'select', 'export', 'extract', 'records', 'rest'],
  settings: z.object({
    connection: f.connection({ title: 'Connection', help: 'The org to read from.', system: 'salesforce', required: true }),
    soql: f.text({
      title: 'Query',
      help: 'A SOQL query. Parents are reached with dots: Account.Owner.Name.',
      placeholder: 'SELECT Id, Name, Account.Name FROM Contact WHERE Email != null',
      multiline: true,
      required: true,
    }),
    columns: f.columnTypes({
      title: 'Columns',
      help: 'The columns of the rows and their types. Read them from the org so that the next nodes know them before the run.',
      lookup: 'columns',
    }),
    pageSize: f.number({ title: 'Records per page', help: 'How many records to ask for at a time. The org may answer fewer.', default: 2000, min: 200, max: 2000, unit: 'records', advanced: true }),
  }),
  ports: () => ({ in: [], out: [outPort, rejectedPort] }),
  caption: ({ soql }) => soql.replace(/\s+/g, ' ').trim(),
  columns: ({ columns }) => (columns.length > 0 ? columns : undefined),
  check: ({ soql }) =>
    soql.trim() === '' || /^\s*select\s/i.test(soql)
      ? []
      : [{ code: 'queryNotSelect', severity: 'error', message: `A query starts with SELECT; this one starts with "${soql.trim().split(/\s/)[0]}".`, path: ['soql'] }],
  traits: { state: 'none', order: 'keeps', deterministic: false, conserves: true },
});

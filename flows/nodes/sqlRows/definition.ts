import { z } from 'zod';
import { defineNode, outPort, type Port } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';

/** The in-ports, and the tables that their rows are in the query. */
export const tables: Readonly<Record<string, string>> = { in: 'rows', in2: 'rows2', in3: 'rows3', in4: 'rows4' };

const inputOptions = [
  { value: '1', title: 'One: rows' },
  { value: '2', title: 'Two: rows and rows2' },
  { value: '3', title: 'Three: rows, rows2 and rows3' },
  { value: '4', title: 'Four: rows to rows4' },
] as const;

export const definition = defineNode({
  type: 'sqlRows',
  version: 1,
  kind: 'transform',
  title: 'SQL',
  summary: 'Asks the rows a question in SQL, joins and windows included.',
  category: 'Combine',
  keywords: ['duckdb', 'query', 'select', 'join', 'group', 'window', 'database'],
  settings: z.object({
    query: f.text({
      title: 'Query',
      help: 'One SELECT in the SQL of DuckDB. The incoming rows are the table rows, those of further inputs rows2, rows3 and rows4. Columns with blanks in their names stand in double quotes. Files and networks cannot be reached.',
      placeholder: 'SELECT Country, count(*) AS Contacts FROM rows GROUP BY Country ORDER BY Contacts DESC',
      multiline: true,
      language: 'sql',
      required: true,
    }),
    columns: f.columnTypes({
      title: 'Columns of the result',
      help: 'What the query gives, so that the next nodes know it. Read them again when the query has changed: the run ends when other columns come.',
      placeholder: 'Not known before the flow runs.',
      lookup: 'columns',
    }),
    inputs: f.choice(inputOptions, { title: 'Inputs', help: 'How many kinds of rows come in, and what they are called in the query.', default: '1' }),
  }),
  ports: ({ inputs }) => ({ in: Object.entries(tables).slice(0, Number(inputs)).map(([name, table]): Port => ({ name, title: table })), out: [outPort] }),
  caption: ({ query }) => query.trim().replaceAll(/\s+/g, ' ').slice(0, 60),
  // Only DuckDB knows what a query gives, and it was asked when these were read.
  columns: ({ columns }) => (columns.length === 0 ? undefined : columns),
  traits: { state: 'global', order: 'any', deterministic: false, conserves: false, holds: true },
});

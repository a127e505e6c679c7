import { z } from 'zod';
import { defineNode, outPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkRead } from '../../kit/fileFields.ts';

export const definition = defineNode({
  type: 'flowInput',
  version: 1,
  kind: 'source',
  title: 'Flow input',
  summary: 'Where rows come in when another flow calls this one.',
  category: 'Flows',
  keywords: ['subflow', 'argument', 'parameter', 'entry', 'start', 'receive'],
  settings: z.object({
    columns: f.columnTypes({
      title: 'Columns',
      help: 'The columns this flow needs. A call with rows that lack one of them is told before it runs. None: whatever comes, as text from the sample rows.',
      lookup: 'columns',
    }),
    sample: f.file({
      title: 'Sample rows',
      help: 'A CSV file with rows to try this flow with. They come in when it is run by itself, and never when it is called.',
      file: { access: 'read', extensions: ['csv', 'tsv', 'txt'] },
    }),
  }),
  ports: () => ({ in: [], out: [outPort] }),
  caption: ({ columns }) => columns.map(({ name }) => name).join(', '),
  columns: ({ columns }) => (columns.length > 0 ? columns : undefined),
  check: ({ columns }) => checkRead({ columns, fileColumn: '' }),
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

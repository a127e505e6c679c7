import { z } from 'zod';
import { defineNode, inPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { shortFileName, writeFileField } from '../../kit/fileFields.ts';

const layoutOptions = [
  { value: 'auto', title: 'By the ending', help: '.ndjson and .jsonl: a record in each line; else one array.' },
  { value: 'array', title: 'An array of records' },
  { value: 'lines', title: 'A record in each line' },
] as const;

const blankOptions = [
  { value: 'null', title: 'Are null' },
  { value: 'leaveOut', title: 'Are left out' },
] as const;

export const definition = defineNode({
  type: 'jsonWrite',
  version: 1,
  kind: 'sink',
  title: 'Write JSON',
  summary: 'Writes the rows to a JSON file, whole or not at all.',
  category: 'Files',
  keywords: ['file', 'export', 'ndjson', 'jsonl', 'api', 'nested', 'save', 'gzip'],
  settings: z.object({
    file: writeFileField('JSON', ['json', 'ndjson', 'jsonl', 'gz'], ' A name that ends with .gz packs it.'),
    layout: f.choice(layoutOptions, { title: 'Layout', help: 'How records follow each other in the file.', default: 'auto' }),
    isNested: f.toggle({ title: 'Nest columns with points', help: 'On: Address.City becomes the key City of the object Address. Off: it is a key of that name.', default: true }),
    blanks: f.choice(blankOptions, { title: 'Blank cells', help: 'How a blank cell is written.', default: 'null', advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [] }),
  caption: ({ file }) => shortFileName(file),
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

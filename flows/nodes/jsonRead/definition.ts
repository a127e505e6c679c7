import { z } from 'zod';
import { defineNode, outPort, rejectedPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkRead, readFields, readSchema, shortFileName } from '../../kit/fileFields.ts';

export const extensions = ['json', 'ndjson', 'jsonl'] as const;
const { file, columns, fileColumn } = readFields('JSON', extensions);

const layoutOptions = [
  { value: 'auto', title: 'Find out', help: 'By the ending: .ndjson and .jsonl have a record in each line.' },
  { value: 'array', title: 'An array of records' },
  { value: 'lines', title: 'A record in each line', help: 'A line that is no JSON is rejected, and reading goes on with the next.' },
] as const;

const nestedOptions = [
  { value: 'flatten', title: 'Columns of their own', help: 'The key City of the object Address becomes the column Address.City.' },
  { value: 'json', title: 'One column of JSON text' },
] as const;

export const definition = defineNode({
  type: 'jsonRead',
  version: 1,
  kind: 'source',
  title: 'Read JSON',
  summary: 'Reads the records of JSON files as rows.',
  category: 'Files',
  keywords: ['file', 'import', 'ndjson', 'jsonl', 'api', 'nested', 'load', 'gzip', 'folder'],
  settings: z.object({
    file,
    path: f.lookup({
      title: 'Path to the records',
      help: 'Where in the file the array of records is: keys with points between, such as result.records. Blank: the file is the array.',
      lookup: 'paths',
      when: { setting: 'layout', is: ['auto', 'array'] },
    }),
    columns,
    nested: f.choice(nestedOptions, {
      title: 'Nested objects become',
      help: 'How columns are found. Lists are always JSON text. Declared columns may be of both kinds.',
      default: 'flatten',
    }),
    layout: f.choice(layoutOptions, { title: 'Layout', help: 'How records follow each other in the file.', default: 'auto', advanced: true }),
    fileColumn,
  }),
  ports: () => ({ in: [], out: [outPort, rejectedPort] }),
  caption: (settings) => [shortFileName(settings.file), settings.path].filter((part) => part !== '').join(': '),
  columns: readSchema,
  check: checkRead,
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

import { z } from 'zod';
import { defineNode, inPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { shortFileName, writeFileField } from '../../kit/fileFields.ts';

const codecOptions = [
  { value: 'snappy', title: 'Snappy', help: 'What every program reads.' },
  { value: 'gzip', title: 'gzip', help: 'Smaller, and slower to write.' },
  { value: 'none', title: 'None' },
] as const;

export const definition = defineNode({
  type: 'parquetWrite',
  version: 1,
  kind: 'sink',
  title: 'Write Parquet',
  summary: 'Writes the rows to a Parquet file with their types, whole or not at all.',
  category: 'Files',
  keywords: ['file', 'export', 'columnar', 'warehouse', 'data lake', 'save'],
  settings: z.object({
    file: writeFileField('Parquet', ['parquet']),
    compression: f.choice(codecOptions, { title: 'Compression', help: 'How the columns are packed.', default: 'snappy', advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [] }),
  caption: ({ file }) => shortFileName(file),
  // The rows of a row group are kept until it is full.
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true, holds: true },
});

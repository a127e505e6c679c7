import { z } from 'zod';
import { defineNode, outPort, rejectedPort } from '../../kit/defineNode.ts';
import { checkRead, readFields, readSchema, shortFileName } from '../../kit/fileFields.ts';

export const extensions = ['parquet'] as const;
const { file, columns, fileColumn } = readFields('Parquet', extensions, 'None: all columns, with the types of the file.');

export const definition = defineNode({
  type: 'parquetRead',
  version: 1,
  kind: 'source',
  title: 'Read Parquet',
  summary: 'Reads the rows of Parquet files, with their types.',
  category: 'Files',
  keywords: ['file', 'import', 'columnar', 'warehouse', 'data lake', 'load', 'folder'],
  settings: z.object({ file, columns, fileColumn }),
  ports: () => ({ in: [], out: [outPort, rejectedPort] }),
  caption: (settings) => shortFileName(settings.file),
  columns: readSchema,
  check: checkRead,
  // The rows of a row group are decoded together.
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true, holds: true },
});

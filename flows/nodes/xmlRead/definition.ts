import { z } from 'zod';
import { defineNode, outPort, rejectedPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkRead, readFields, readSchema, shortFileName } from '../../kit/fileFields.ts';

export const extensions = ['xml'] as const;
const { file, columns, fileColumn } = readFields('XML', extensions);

export const definition = defineNode({
  type: 'xmlRead',
  version: 1,
  kind: 'source',
  title: 'Read XML',
  summary: 'Reads the record elements of XML files as rows.',
  category: 'Files',
  keywords: ['file', 'import', 'soap', 'feed', 'element', 'load', 'gzip', 'folder'],
  settings: z.object({
    file,
    record: f.lookup({
      title: 'Record element',
      help: 'The element that becomes a row, from the outermost in: orders/order. Blank: each element right inside the outermost.',
      lookup: 'records',
      placeholder: 'orders/order',
    }),
    columns,
    fileColumn,
  }),
  ports: () => ({ in: [], out: [outPort, rejectedPort] }),
  caption: (settings) => [shortFileName(settings.file), settings.record].filter((part) => part !== '').join(': '),
  columns: readSchema,
  check: checkRead,
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

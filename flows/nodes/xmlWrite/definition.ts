import { z } from 'zod';
import { defineNode, inPort, rejectedPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { shortFileName, writeFileField } from '../../kit/fileFields.ts';

const blankOptions = [
  { value: 'leaveOut', title: 'Are left out' },
  { value: 'empty', title: 'Are empty elements' },
] as const;

export const definition = defineNode({
  type: 'xmlWrite',
  version: 1,
  kind: 'sink',
  title: 'Write XML',
  summary: 'Writes the rows to an XML file, whole or not at all: an element for each row, and in it one for each column.',
  category: 'Files',
  keywords: ['file', 'export', 'soap', 'feed', 'element', 'save', 'gzip'],
  settings: z.object({
    file: writeFileField('XML', ['xml', 'gz'], ' A name that ends with .gz packs it.'),
    record: f.text({ title: 'Record element', help: 'The name of the element of each row.', default: 'row', required: true }),
    root: f.text({ title: 'Outermost element', help: 'The name of the element around all rows.', default: 'rows', required: true }),
    blanks: f.choice(blankOptions, { title: 'Blank cells', help: 'How a blank cell is written.', default: 'leaveOut', advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [rejectedPort] }),
  caption: ({ file }) => shortFileName(file),
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

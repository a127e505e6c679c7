import { z } from 'zod';
import { defineNode, inPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { shortFileName, writeFileField } from '../../kit/fileFields.ts';

const delimiterOptions = [
  { value: 'comma', title: 'Comma ,' },
  { value: 'semicolon', title: 'Semicolon ;' },
  { value: 'tab', title: 'Tab' },
  { value: 'pipe', title: 'Pipe |' },
] as const;

const lineEndingOptions = [
  { value: 'lf', title: 'LF', help: 'Unix, macOS and everything else of today.' },
  { value: 'crlf', title: 'CRLF', help: 'Older programs on Windows.' },
] as const;

export const definition = defineNode({
  type: 'csvWrite',
  version: 1,
  kind: 'sink',
  title: 'Write CSV',
  summary: 'Writes the rows to a CSV file, whole or not at all.',
  category: 'Files',
  keywords: ['file', 'export', 'comma', 'tsv', 'tab', 'text', 'excel', 'save'],
  settings: z.object({
    file: writeFileField('CSV', ['csv', 'tsv', 'txt', 'gz'], ' A name that ends with .gz packs it.'),
    delimiter: f.choice(delimiterOptions, { title: 'Delimiter', help: 'What stands between two cells.', default: 'comma' }),
    header: f.toggle({ title: 'Column names in the first row', help: 'Without it, the file has rows only.', default: true }),
    bom: f.toggle({
      title: 'Byte order mark',
      help: 'Excel needs it to show letters such as é and ł right when the file is opened by a double click.',
      default: false,
      advanced: true,
    }),
    lineEnding: f.choice(lineEndingOptions, { title: 'Line ends', help: 'What ends each row.', default: 'lf', advanced: true }),
    formulaGuard: f.toggle({
      title: 'Guard against formulas',
      help: 'Puts an apostrophe before texts that a spreadsheet would run as a formula: those that begin with =, +, - or @. A load would see the apostrophe.',
      default: false,
      advanced: true,
    }),
  }),
  ports: () => ({ in: [inPort], out: [] }),
  caption: ({ file }) => shortFileName(file),
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

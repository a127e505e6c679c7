import { z } from 'zod';
import { defineNode, outPort, rejectedPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkRead, readFields, readSchema, shortFileName } from '../../kit/fileFields.ts';

export const extensions = ['xlsx', 'xlsm'] as const;
const { file, columns, fileColumn } = readFields('Excel', extensions);

export const definition = defineNode({
  type: 'xlsxRead',
  version: 1,
  kind: 'source',
  title: 'Read Excel',
  summary: 'Reads the rows of a sheet in Excel workbooks (.xlsx).',
  category: 'Files',
  keywords: ['file', 'import', 'excel', 'spreadsheet', 'workbook', 'sheet', 'xls', 'load', 'folder'],
  settings: z.object({
    file,
    sheet: f.lookup({ title: 'Sheet', help: 'The sheet to read. Blank: the first one that is not hidden.', lookup: 'sheets' }),
    columns,
    headerRow: f.number({
      title: 'Row with the column names',
      help: 'As Excel counts. Rows above it are left out. 0: there are no names, and columns are called Column 1, Column 2 and so on.',
      default: 1,
      min: 0,
      max: 1_048_576,
    }),
    fileColumn,
  }),
  ports: () => ({ in: [], out: [outPort, rejectedPort] }),
  caption: (settings) => [shortFileName(settings.file), settings.sheet].filter((part) => part !== '').join(': '),
  columns: readSchema,
  check: checkRead,
  // The texts that the cells of a workbook share are kept while it is read.
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true, holds: true },
});

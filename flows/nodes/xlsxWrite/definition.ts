import { z } from 'zod';
import { defineNode, inPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { shortFileName, writeFileField } from '../../kit/fileFields.ts';

export const definition = defineNode({
  type: 'xlsxWrite',
  version: 1,
  kind: 'sink',
  title: 'Write Excel',
  summary: 'Writes the rows to an Excel workbook (.xlsx), whole or not at all: with types, column widths, and column names that stay in sight.',
  category: 'Files',
  keywords: ['file', 'export', 'excel', 'spreadsheet', 'workbook', 'sheet', 'save'],
  settings: z.object({
    file: writeFileField('Excel', ['xlsx'], ' Rows that do not fit on a sheet go on on another.'),
    sheet: f.text({ title: 'Sheet', help: 'The name of the sheet.', default: 'Rows' }),
  }),
  ports: () => ({ in: [inPort], out: [rejectedPort] }),
  caption: ({ file }) => shortFileName(file),
  check: ({ sheet }) => checkSheet(sheet),
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

/** Rules of Excel for the names of sheets. */
function checkSheet(name: string): SettingProblem[] {
  const why =
    name.trim() === '' ? 'is blank' : name.length > 31 ? 'is longer than 31 signs' : /[\\/?*:[\]]/.test(name) ? 'has one of the signs \\ / ? * : [ ] in it' : /^'|'$/.test(name) ? 'begins or ends with an apostrophe' : undefined;
  if (why === undefined) return [];
  return [{ code: 'sheetName', severity: 'error', message: `The name of the sheet ${why}, which Excel does not allow.`, hint: 'Give it another name.', path: ['sheet'] }];
}

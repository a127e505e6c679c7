import { z } from 'zod';
import { defineNode, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkRead, readFields, readSchema, shortFileName } from '../../kit/fileFields.ts';

export const extensions = ['csv', 'tsv', 'txt'] as const;
const { file, columns, fileColumn } = readFields('CSV', extensions);

const delimiterOptions = [
  { value: 'auto', title: 'Find out', help: 'The one that splits the first rows most evenly.' },
  { value: 'comma', title: 'Comma ,' },
  { value: 'semicolon', title: 'Semicolon ;' },
  { value: 'tab', title: 'Tab' },
  { value: 'pipe', title: 'Pipe |' },
] as const;

const encodingOptions = [
  { value: 'auto', title: 'Find out', help: 'A byte order mark decides; else UTF-8 where the file begins as UTF-8, else Windows-1252.' },
  { value: 'utf-8', title: 'UTF-8' },
  { value: 'utf-16le', title: 'UTF-16 LE' },
  { value: 'utf-16be', title: 'UTF-16 BE' },
  { value: 'windows-1252', title: 'Windows-1252 (Western, also ISO-8859-1)' },
  { value: 'iso-8859-15', title: 'ISO-8859-15 (Western with euro)' },
  { value: 'windows-1250', title: 'Windows-1250 (Central European)' },
  { value: 'windows-1251', title: 'Windows-1251 (Cyrillic)' },
  { value: 'macintosh', title: 'Mac Roman' },
  { value: 'shift_jis', title: 'Shift JIS (Japanese)' },
  { value: 'gb18030', title: 'GB 18030 (Chinese)' },
] as const;

const headerOptions = [
  { value: 'firstRow', title: 'In the first row' },
  { value: 'none', title: 'None: Column 1, Column 2 …' },
] as const;

const shortRowOptions = [
  { value: 'reject', title: 'Reject the row' },
  { value: 'fill', title: 'Fill with blanks, cut what is too much' },
] as const;

export const definition = defineNode({
  type: 'csvRead',
  version: 1,
  kind: 'source',
  title: 'Read CSV',
  summary: 'Reads the rows of CSV files.',
  category: 'Files',
  keywords: ['file', 'import', 'comma', 'tsv', 'tab', 'text', 'excel', 'load', 'gzip', 'folder'],
  settings: z.object({
    file,
    columns,
    header: f.choice(headerOptions, { title: 'Column names', help: 'Where the names of the columns are.', default: 'firstRow' }),
    delimiter: f.choice(delimiterOptions, { title: 'Delimiter', help: 'What stands between two cells.', default: 'auto' }),
    encoding: f.choice(encodingOptions, { title: 'Encoding', help: 'How letters are stored. Change it when names look garbled.', default: 'auto' }),
    quote: f.text({
      title: 'Quote character',
      help: 'What stands around cells with delimiters or line breaks in them. Blank: nothing is quoted.',
      default: '"',
      advanced: true,
    }),
    skipLines: f.number({
      title: 'Lines to skip',
      help: 'Lines before the column names that are not part of the table.',
      default: 0,
      min: 0,
      max: 10_000,
      unit: 'lines',
      advanced: true,
    }),
    onShortRow: f.choice(shortRowOptions, {
      title: 'Rows with too few or too many cells',
      help: 'What to do with rows that do not have a cell for each column.',
      default: 'reject',
      advanced: true,
    }),
    fileColumn,
  }),
  ports: () => ({ in: [], out: [outPort, rejectedPort] }),
  caption: (settings) => shortFileName(settings.file),
  columns: readSchema,
  check: (settings) => [...checkRead(settings), ...quoteProblems(settings.quote)],
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

function quoteProblems(quote: string): SettingProblem[] {
  if (quote === '' || /^[!-/:-@[-`{-~]$/.test(quote)) return [];
  return [{
    code: 'quoteNotOneCharacter',
    severity: 'error',
    message: `The quote character is "${quote}". It must be one ASCII sign, such as " or ', or blank.`,
    path: ['quote'],
  }];
}

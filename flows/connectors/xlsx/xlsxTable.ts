import { AppError } from '../../kit/errors.ts';
import { formatCell, type Schema } from '../../kit/schema.ts';
import { RecordGuess } from '../files/guessRecords.ts';
import { guessRows } from '../files/guessType.ts';
import { headerNames } from '../files/headerNames.ts';
import type { OpenTable, TableCursor, TablePart } from '../files/openTable.ts';
import { RecordColumns } from '../files/recordColumns.ts';
import { readSharedStrings } from './sharedStrings.ts';
import { columnName, sheetRows, type SheetCell } from './sheetRows.ts';
import { openWorkbook, type Sheet, type Workbook } from './workbook.ts';

export interface XlsxOptions {
  /** Blank: the first one that is not hidden. */
  readonly sheet: string;
  /** The row with the names of the columns, from 1; 0: none. Rows above it are left out. */
  readonly headerRow: number;
}

interface OpenSheet {
  readonly workbook: Workbook;
  readonly sheet: Sheet;
  readonly strings: readonly string[];
  readonly headerRow: number;
}

/**
 * A sheet of an Excel workbook as rows. The texts of the workbook are in memory, its rows are not.
 * @param hold told how many bytes are kept; throws when they are too many
 */
export async function openXlsxTable(path: string, options: XlsxOptions, hold: (bytes: number) => void): Promise<OpenTable> {
  const workbook = await openWorkbook(path);
  try {
    const open = { workbook, sheet: chosenSheet(workbook, options.sheet), strings: await readSharedStrings(workbook, hold), headerRow: options.headerRow };
    const { names, guess } = await look(open);
    const errors = new Map<string, { count: number; example: string }>();
    return {
      name: workbook.name,
      columns: names.map((name) => ({ name, type: 'text' })),
      isSampled: false,
      read: (schema, from) => readRows(open, names, schema, from, errors),
      notes: () => [...errors].map(([name, { count, example }]) => `${count === 1 ? 'A cell' : `${count} cells`} of "${name}" in ${workbook.name} ${count === 1 ? 'holds an error' : 'hold errors'} such as ${example}, read as blank.`),
      guess: () => Promise.resolve(guess.result()),
      share: () => workbook.zip.share(open.sheet.part),
      close: () => workbook.zip.close(),
    };
  } catch (thrown) {
    await workbook.zip.close();
    throw thrown;
  }
}

/** The sheets of a workbook, for a picker. */
export async function sheetNames(path: string): Promise<readonly Sheet[]> {
  const workbook = await openWorkbook(path);
  await workbook.zip.close();
  return workbook.sheets;
}

function chosenSheet({ sheets, name }: Workbook, wanted: string): Sheet {
  const trimmed = wanted.trim();
  const found = trimmed === '' ? (sheets.find(({ isHidden }) => !isHidden) ?? sheets[0]) : sheets.find((sheet) => sheet.name.toLowerCase() === trimmed.toLowerCase());
  if (found) return found;
  throw new AppError('settings', 'sheetNotFound', { message: `There is no sheet "${trimmed}" in ${name}. Sheets: ${sheets.map((sheet) => sheet.name).join(', ')}.`, where: { path: ['sheet'] } });
}

/** The names of the columns, and what the first rows hold. A column without a name that has values is called after its place. */
async function look(open: OpenSheet): Promise<{ names: string[]; guess: RecordGuess }> {
  const header: (string | null)[] = [];
  const seen: (readonly SheetCell[])[] = [];
  for await (const rows of sheetRows(open.workbook, open.sheet, open.strings)) {
    for (const { number, cells } of rows) {
      if (number === open.headerRow) for (const { column, value, type } of cells) header[column] = formatCell(type, value);
      else if (number > open.headerRow && seen.length < guessRows) seen.push(cells);
    }
    if (seen.length >= guessRows) break;
  }
  const width = Math.max(header.length, ...seen.map((cells) => (cells.at(-1)?.column ?? -1) + 1));
  if (width === 0 || (open.headerRow > 0 && header.length === 0)) throw new AppError('settings', 'sheetEmpty', {
    message: width === 0 ? `The sheet "${open.sheet.name}" of ${open.workbook.name} is empty.` : `Row ${open.headerRow} of the sheet "${open.sheet.name}" in ${open.workbook.name} is blank, so the columns have no names.`,
    hint: 'Choose another sheet, or another row for the column names.',
    where: { path: ['headerRow'] },
  });
  const names = headerNames(Array.from({ length: width }, (_, column) => header[column] ?? null));
  const guess = new RecordGuess(true);
  for (const name of names) guess.name(name);
  for (const cells of seen) for (const { column, value, type } of cells) guess.add(names[column]!, value, type);
  return { names, guess };
}

async function* readRows(open: OpenSheet, names: readonly string[], schema: Schema, from: TableCursor, errors: Map<string, { count: number; example: string }>): AsyncGenerator<TablePart> {
  const columns = new RecordColumns(schema);
  const places = names.map((name) => schema.findIndex((column) => column.name === name));
  const after = Number(from['row'] ?? open.headerRow);
  let ordinal = from.ordinal;
  for await (const rows of sheetRows(open.workbook, open.sheet, open.strings)) {
    for (const { number, cells } of rows) {
      if (number <= after) continue;
      const place = (): string => `row ${number}`;
      for (const { column, value, type, error } of cells) {
        const target = places[column];
        if (target === undefined) columns.fault(cellWithoutColumn(number, column));
        else if (error !== undefined) note(errors, names[column]!, error);
        else if (target >= 0) {
          // Excel shows 15 digits, so that 0.1 + 0.2 is 0.3; as text a number is what Excel shows.
          const shown = type === 'number' && schema[target]!.type === 'text';
          columns.set(target, shown ? String(Number((value as number).toPrecision(15))) : value, shown ? 'text' : type, place);
        }
      }
      columns.endRow();
    }
    if (columns.rowCount === 0) continue;
    const part = columns.take();
    ordinal += part.rowCount;
    yield { ...part, ordinal: ordinal - part.rowCount, cursor: { ordinal, row: rows.at(-1)!.number } };
  }
}

function note(errors: Map<string, { count: number; example: string }>, name: string, error: string): void {
  const known = errors.get(name);
  if (known) known.count++;
  else errors.set(name, { count: 1, example: error });
}

function cellWithoutColumn(row: number, column: number): AppError {
  return new AppError('row', 'cellWithoutColumn', { message: `Row ${row} has a value in ${columnName(column)}${row}, and that column has no name.`, hint: 'Name the column in the sheet, or clear the cell.' });
}

import type { Cell, ColumnType } from '../../kit/schema.ts';
import { fromSerial } from './cellFormats.ts';
import { readXml } from './readXml.ts';
import { unescaped } from './sharedStrings.ts';
import type { Sheet, Workbook } from './workbook.ts';

/** A row that has a cell; blank ones are not there. */
export interface SheetRow {
  /** From 1, as Excel shows it. */
  readonly number: number;
  readonly cells: readonly SheetCell[];
}

export interface SheetCell {
  /** From 0. */
  readonly column: number;
  readonly value: Cell;
  readonly type: ColumnType;
  /** The cell holds an error such as #N/A; its value is blank. */
  readonly error?: string;
}

const rowsAtOnce = 1024;

/** The rows of a sheet, some at a time. Formulas give the values they had when the workbook was saved. */
export async function* sheetRows(workbook: Workbook, sheet: Sheet, strings: readonly string[]): AsyncGenerator<readonly SheetRow[]> {
  const { meanings, epoch } = workbook;
  let rows: SheetRow[] = [];
  let number = 0;
  let cells: SheetCell[] = [];
  let column = -1;
  let kind = 'n';
  let style = 0;
  let text = '';
  let takes = false;
  let phonetic = 0;

  function endCell(): void {
    if (text === '') return;
    const cell = cellOf();
    if (cell) cells.push({ column, ...cell });
  }

  function cellOf(): Omit<SheetCell, 'column'> | undefined {
    switch (kind) {
      case 's': {
        const shared = strings[Number(text)] ?? '';
        return shared === '' ? undefined : { value: shared, type: 'text' };
      }
      case 'str':
      case 'inlineStr':
        return { value: unescaped(text), type: 'text' };
      case 'b':
        return { value: text === '1' || text === 'true', type: 'boolean' };
      case 'e':
        return { value: null, type: 'text', error: text };
      case 'd':
        return { value: text, type: 'text' };
      default: {
        const value = Number(text);
        const meaning = meanings[style] ?? 'number';
        if (meaning === 'number' || value < 0) return { value, type: 'number' };
        return { value: fromSerial(value, meaning, epoch), type: meaning };
      }
    }
  }

  const reading = readXml(workbook.zip.read(sheet.part), workbook.name, {
    open(tag, attribute) {
      if (tag === 'c') {
        const place = attribute('r');
        column = place === undefined ? column + 1 : columnOf(place);
        kind = attribute('t') ?? 'n';
        style = Number(attribute('s') ?? 0);
        text = '';
      } else if (tag === 'row') {
        number = Number(attribute('r') ?? number + 1);
        cells = [];
        column = -1;
      } else if (tag === 'rPh') phonetic++;
      takes = phonetic === 0 && (tag === 'v' || (tag === 't' && kind === 'inlineStr'));
    },
    text(piece) {
      if (takes) text += piece;
    },
    close(tag) {
      takes = false;
      if (tag === 'rPh') phonetic--;
      else if (tag === 'c') endCell();
      else if (tag === 'row' && cells.length > 0) rows.push({ number, cells });
    },
  });
  for await (const _ of reading) {
    if (rows.length === 0) continue;
    for (let from = 0; from < rows.length; from += rowsAtOnce) yield rows.slice(from, from + rowsAtOnce);
    rows = [];
  }
}

/** `AB12` → 27. */
function columnOf(place: string): number {
  let column = 0;
  for (let at = 0; at < place.length; at++) {
    const letter = place.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

/** 27 → `AB`. */
export function columnName(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : columnName(Math.floor(column / 26) - 1) + columnName(column % 26);
}

import type { Batch } from '../../kit/batch.ts';
import { formatCell, type Cell, type ColumnType, type Schema } from '../../kit/schema.ts';
import { epochs } from './cellFormats.ts';
import { columnName } from './sheetRows.ts';

/** The number of a style in `stylesXml`. */
const styles = { header: 1, date: 2, datetime: 3, time: 4 } as const;

export const stylesXml = [
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
  '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>',
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
  ...[164, 165, 21].map((format) => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`),
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
].join('');

/** The beginning of a sheet, up to its first row of cells: widths that fit the first rows, and column names that stay in sight. */
export function sheetHead(batch: Batch): string {
  const widths = batch.schema.map((_, index) => `<col min="${index + 1}" max="${index + 1}" width="${widthOf(batch, index)}" customWidth="1"/>`).join('');
  const names = batch.schema.map(({ name }, index) => textCell(`${columnName(index)}1`, name, ` s="${styles.header}"`)).join('');
  return [
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">',
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>',
    `<cols>${widths}</cols><sheetData><row r="1">${names}</row>`,
  ].join('');
}

/** The end of a sheet whose last row has this number. */
export function sheetTail(schema: Schema, lastRow: number): string {
  return `</sheetData><autoFilter ref="A1:${columnName(schema.length - 1)}${lastRow}"/></worksheet>`;
}

/** A row of cells. `names` are the letters of the columns. */
export function rowText(batch: Batch, row: number, number: number, names: readonly string[]): string {
  let text = `<row r="${number}">`;
  const { columns } = batch;
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index]!;
    const value = column.value(row);
    if (value !== null) text += cellText(`${names[index]!}${number}`, column.type, value);
  }
  return `${text}</row>`;
}

const dayMs = 86_400_000;
/** 1900-03-01 and 9999-12-31 as days since 1970: before, the calendar of Excel has a day too many. */
const firstDay = 61 - epochs.from1900;
const lastDay = 2_958_465 - epochs.from1900;

function cellText(place: string, type: ColumnType, value: NonNullable<Cell>): string {
  if (typeof value === 'string') return textCell(place, value);
  if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`;
  if (type === 'number') return Number.isFinite(value) ? `<c r="${place}"><v>${value}</v></c>` : textCell(place, String(value));
  if (type === 'time') return `<c r="${place}" s="${styles.time}"><v>${value / dayMs}</v></c>`;
  const days = type === 'date' ? value : value / dayMs;
  // Excel has no such dates; as text they are at least right.
  if (days < firstDay || days >= lastDay + 1) return textCell(place, formatCell(type, value));
  return `<c r="${place}" s="${type === 'date' ? styles.date : styles.datetime}"><v>${days + epochs.from1900}</v></c>`;
}

function textCell(place: string, text: string, style = ''): string {
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : '';
  return `<c r="${place}"${style} t="inlineStr"><is><t${space}>${escaped(text)}</t></is></c>`;
}

/** Signs that XML does not allow, and texts that look like such a sign written out, are written `_x0007_` (ECMA-376 part 1, 22.9.2.19). */
// oxlint-disable-next-line no-control-regex
const needsEscape = /[&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/;
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;

function escaped(text: string): string {
  if (!needsEscape.test(text)) return text;
  const written = text.replace(unwritable, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
  return written.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const typeWidths: Readonly<Record<Exclude<ColumnType, 'text'>, number>> = { number: 10, boolean: 8, date: 12, datetime: 20, time: 10 };

/** In signs: as wide as the name and the first values, between 6 and 60. */
function widthOf(batch: Batch, index: number): number {
  const { name, type } = batch.schema[index]!;
  let longest = Math.max(name.length, type === 'text' ? 0 : typeWidths[type]);
  if (type === 'text' || type === 'number') for (const row of batch.rows) longest = Math.max(longest, String(batch.columns[index]!.value(row) ?? '').length);
  return Math.min(60, Math.max(6, longest + 2));
}

export function xmlText(text: string): string {
  return escaped(text).replaceAll('"', '&quot;');
}

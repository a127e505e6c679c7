import { NumberColumn, type CellSource, type Column } from '../../kit/column.ts';
import type { ColumnType } from '../../kit/schema.ts';
import { byteOf, type Dialect } from './dialect.ts';
import { parseCell } from '../files/parseCell.ts';

const space = 32;

/**
 * Reads all cells of one field as `type`: whether a cell fits must be known when it is read, and knowing that is reading it, so the values are kept.
 * Quotes and spaces around a value do not count; nothing but spaces is blank.
 * @param badRow called with each row whose cell is no value of that type, ascending; such a cell reads as blank
 */
export function parsedColumn(type: Exclude<ColumnType, 'text'>, source: CellSource, rowCount: number, dialect: Dialect, badRow: (row: number) => void): Column {
  const { bytes, starts, ends, width } = source.block;
  const parse = parseCell[type];
  const quote = byteOf(dialect.quote);
  const values = new Float64Array(rowCount);
  for (let row = 0, cell = source.field; row < rowCount; row++, cell += width) {
    let start = starts[cell]!;
    let end = ends[cell]!;
    if (end - start > 1 && bytes[start] === quote && bytes[end - 1] === quote) {
      start++;
      end--;
    }
    while (start < end && bytes[start] === space) start++;
    while (end > start && bytes[end - 1] === space) end--;
    const value = start === end ? NaN : parse(bytes, start, end);
    values[row] = value;
    if (start !== end && Number.isNaN(value)) badRow(row);
  }
  return new NumberColumn(type, values, source);
}

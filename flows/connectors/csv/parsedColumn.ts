import type { CellSource, Column } from '../../kit/column.ts';
import type { Cell, ColumnType } from '../../kit/schema.ts';
import { byteOf, type Dialect } from './dialect.ts';
import { parseCell } from '../files/parseCell.ts';

/** A typed column of a CSV file. Whether a cell fits its type must be known when it is read, and knowing that is reading it: so the values are kept. */
class ParsedColumn implements Column {
  readonly type: ColumnType;
  readonly source: CellSource;
  /** NaN where the cell is blank. Booleans are 1 and 0. */
  readonly #values: Float64Array;

  constructor(type: ColumnType, source: CellSource, values: Float64Array) {
    this.type = type;
    this.source = source;
    this.#values = values;
  }

  value(row: number): Cell {
    const value = this.#values[row]!;
    if (Number.isNaN(value)) return null;
    return this.type === 'boolean' ? value === 1 : value;
  }
}

const space = 32;

/**
 * Reads all cells of one field as `type`. Quotes and spaces around a value do not count; nothing but spaces is blank.
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
  return new ParsedColumn(type, source, values);
}

import type { ColumnType } from '../../kit/schema.ts';
import type { CsvFile } from './csvFile.ts';
import { parseCell } from './parseCell.ts';
import { readBlocks } from './readBlocks.ts';

export interface GuessedColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The first values that are not blank. */
  readonly examples: readonly string[];
}

const guessRows = 2000;
const exampleCount = 3;

/**
 * The columns of a file with the type that all values of the first 2,000 good rows have.
 * A number must lose nothing by being one: codes with leading zeros or signs, and long ids, stay text.
 */
export async function guessColumns(file: CsvFile): Promise<GuessedColumn[]> {
  const values: string[][] = file.names.map(() => []);
  let rows = 0;
  for await (const { block, rowCount, faults } of readBlocks(file)) {
    for (let row = 0; row < rowCount && rows < guessRows; row++) {
      if (faults.has(row)) continue;
      rows++;
      values.forEach((column, field) => {
        const text = block.text(row, field)?.trim();
        if (text) column.push(text);
      });
    }
    if (rows >= guessRows) break;
  }
  return file.names.map((name, field) => ({ name, type: guessType(values[field]!), examples: values[field]!.slice(0, exampleCount) }));
}

const kinds: readonly (readonly [Exclude<ColumnType, 'text'>, RegExp])[] = [
  ['number', /^-?(0|[1-9]\d*)(\.\d+)?$/],
  ['boolean', /^(true|false)$/i],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['datetime', /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?$/],
];
const mostDigits = 15;

function guessType(values: readonly string[]): ColumnType {
  if (values.length === 0) return 'text';
  const fits = ([type, pattern]: (typeof kinds)[number]) => values.every((value) => pattern.test(value) && isExact(type, value) && isValue(type, value));
  return kinds.find(fits)?.[0] ?? 'text';
}

/** Whether a number has no more significant digits than a double keeps. */
function isExact(type: ColumnType, text: string): boolean {
  return type !== 'number' || text.replace(/\D/g, '').replace(/^0+/, '').length <= mostDigits;
}

function isValue(type: Exclude<ColumnType, 'text'>, text: string): boolean {
  return !Number.isNaN(parseCell[type](Buffer.from(text), 0, text.length));
}

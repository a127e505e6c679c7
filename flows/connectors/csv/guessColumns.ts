import type { CsvFile } from './csvFile.ts';
import { guessType, guessRows, exampleCount } from '../files/guessType.ts';
import type { GuessedColumn } from '../files/openTable.ts';
import { readBlocks } from './readBlocks.ts';

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

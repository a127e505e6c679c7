import { openCsv } from '../flows/connectors/csv/csvFile.ts';
import { defaultCsvOptions } from '../flows/connectors/csv/csvOptions.ts';
import { parsedColumn } from '../flows/connectors/csv/parsedColumn.ts';
import { readBlocks, type CsvPart } from '../flows/connectors/csv/readBlocks.ts';
import { CellBuffer } from '../flows/connectors/csv/cellBuffer.ts';
import { RowWriter } from '../flows/connectors/csv/rowWriter.ts';
import { makeBatch, rowObject, selectRows, withColumns, type Batch } from '../flows/kit/batch.ts';
import { SourceColumn, ValueColumn } from '../flows/kit/column.ts';
import type { Schema } from '../flows/kit/schema.ts';
import { median } from './measure.ts';

const rounds = 5;

/** What the batch representation costs, on blocks that are in memory: nanoseconds per row, medians of five rounds after a warm-up. */
export async function measureBatches(file: string): Promise<[what: string, nsPerRow: number][]> {
  const csv = await openCsv(file, defaultCsvOptions);
  const schema: Schema = csv.names.map((name) => ({ name, type: 'text' }));
  const parts: CsvPart[] = [];
  for await (const part of readBlocks(csv)) parts.push(part);
  const rows = parts.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const time = async (work: () => unknown): Promise<number> => {
    const taken: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const start = performance.now();
      await work();
      if (round > 0) taken.push(performance.now() - start);
    }
    return (median(taken) * 1e6) / rows;
  };

  const batches = parts.map((part) => toBatch(part, schema));
  const writer = new RowWriter({ dialect: csv.dialect, lineEnding: '\n', formulaGuard: false });
  const buffer = new CellBuffer(csv.dialect, 1 << 20);
  const write = (batch: Batch): void => {
    buffer.length = 0;
    writer.write(batch, batch.columns, 0, buffer, Infinity);
  };
  const scan = async (): Promise<void> => {
    for await (const part of readBlocks(csv)) buffer.length = part.rowCount;
  };
  const values = batches.map((batch) => withColumns(
    batch,
    schema,
    batch.columns.map((column) => new ValueColumn('text', Array.from(batch.rows, (row) => column.value(row)))),
  ));
  const email = schema.findIndex(({ name }) => name === 'Email');
  const amount = schema.findIndex(({ name }) => name === 'Amount');

  const results: [string, number][] = [
    ['build: read and scan the file into blocks', await time(scan)],
    [
      'check and parse one number column',
      await time(() => parts.forEach((part) => parsedColumn('number', { block: part.block, field: amount }, part.rowCount, csv.dialect, () => undefined))),
    ],
    ['filter on one column (decode and look)', await time(() => parts.forEach((part) => filter(toBatch(part, schema), email)))],
    ['read every cell as text', await time(() => batches.forEach(readCells))],
    ['read every cell from arrays, for comparison', await time(() => values.forEach(readCells))],
    ['make objects, as a preview does', await time(() => batches.forEach((batch) => batch.rows.forEach((row) => rowObject(batch, row))))],
    ['write untouched rows (copied as bytes)', await time(() => batches.forEach(write))],
    ['write rows of texts (formatted)', await time(() => values.forEach(write))],
  ];
  await csv.input.close();
  return results;
}

function toBatch({ block, rowCount, ordinal, cursor }: CsvPart, schema: Schema): Batch {
  return makeBatch(schema, schema.map((_, field) => new SourceColumn({ block, field })), rowCount, { source: 'bench', ordinal }, cursor);
}

function filter(batch: Batch, index: number): Batch {
  const column = batch.columns[index]!;
  return selectRows(batch, batch.rows.filter((row) => String(column.value(row)).includes('@')));
}

function readCells(batch: Batch): number {
  let length = 0;
  for (const column of batch.columns) for (const row of batch.rows) length += String(column.value(row)).length;
  return length;
}

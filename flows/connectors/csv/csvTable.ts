import { ConstantColumn, SourceColumn, type Column } from '../../kit/column.ts';
import type { Schema } from '../../kit/schema.ts';
import { cellFault } from '../files/cellFault.ts';
import type { OpenTable, TableCursor, TablePart } from '../files/openTable.ts';
import { openCsv, type CsvFile } from './csvFile.ts';
import type { CsvOptions } from './csvOptions.ts';
import { guessColumns } from './guessColumns.ts';
import { parsedColumn } from './parsedColumn.ts';
import { readBlocks, type CsvCursor, type CsvPart } from './readBlocks.ts';

/** A CSV file as rows. Texts stay source bytes until they are asked for. */
export async function openCsvTable(path: string, options: CsvOptions): Promise<OpenTable> {
  const file = await openCsv(path, options);
  return {
    name: file.input.name,
    columns: file.names.map((name) => ({ name, type: 'text' })),
    isSampled: false,
    async *read(schema, from) {
      for await (const part of readBlocks(file, cursorOf(file, from))) yield partOf(part, schema, file);
    },
    guess: () => guessColumns(file),
    share: () => file.input.share(),
    close: () => file.input.close(),
  };
}

function cursorOf({ firstRow }: CsvFile, from: TableCursor): CsvCursor {
  const { byte = firstRow.byte, line = firstRow.line } = from as Partial<CsvCursor>;
  return { byte, line, ordinal: from.ordinal };
}

function partOf(part: CsvPart, schema: Schema, file: CsvFile): TablePart {
  const faults = new Map(part.faults);
  const columns = schema.map(({ name, type }): Column => {
    const field = file.names.indexOf(name);
    if (field < 0) return new ConstantColumn(type, null);
    const source = { block: part.block, field };
    if (type === 'text') return new SourceColumn(source);
    return parsedColumn(type, source, part.rowCount, file.dialect, (row) => {
      if (!faults.has(row)) faults.set(row, cellFault(name, type, part.block.text(row, field), `line ${part.lineOf(row)}`));
    });
  });
  return { columns, rowCount: part.rowCount, faults, ordinal: part.ordinal, cursor: part.cursor };
}

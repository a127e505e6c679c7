import { basename } from 'node:path';
import { makeBatch, selectRows, type Batch } from '../../kit/batch.ts';
import { SourceColumn, ValueColumn } from '../../kit/column.ts';
import { defineSource, type NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';
import { cellFault } from '../../connectors/csv/cellFault.ts';
import { openCsv, type CsvFile } from '../../connectors/csv/csvFile.ts';
import type { CsvOptions } from '../../connectors/csv/csvOptions.ts';
import { delimiters } from '../../connectors/csv/dialect.ts';
import { guessColumns } from '../../connectors/csv/guessColumns.ts';
import { parsedColumn } from '../../connectors/csv/parsedColumn.ts';
import { readBlocks, type CsvCursor, type CsvPart } from '../../connectors/csv/readBlocks.ts';
import { definition } from './definition.ts';

type Context = NodeContext<ReturnType<typeof definition.settings.parse>>;

export const run = defineSource(definition, {
  async *read(context, _split, from) {
    const file = await open(context);
    try {
      const fields = declaredFields(file, context);
      const schema = fields.map(({ column }) => column);
      let isFirst = true;
      for await (const part of readBlocks(file, from as CsvCursor | undefined)) {
        context.signal.throwIfAborted();
        isFirst = false;
        yield toBatch(part, schema, fields, file, context);
      }
      if (isFirst) yield makeBatch(schema, schema.map(({ type }) => new ValueColumn(type, [])), 0, { source: context.node, ordinal: 0 });
    } finally {
      await file.handle.close();
    }
  },

  lookups: {
    async columns(context) {
      const file = await open(context);
      try {
        return (await guessColumns(file)).map(({ name, type, examples }) => ({ value: name, label: name, type, examples }));
      } finally {
        await file.handle.close();
      }
    },
  },
});

async function open({ settings, path }: Pick<Context, 'settings' | 'path'>): Promise<CsvFile> {
  if (settings.file === '') throw new AppError('settings', 'settingBlank', {
    message: 'No file is chosen. Choose the CSV file to read.',
    where: { path: ['file'] },
  });
  const options: CsvOptions = {
    delimiter: settings.delimiter === 'auto' ? 'auto' : delimiters[settings.delimiter],
    quote: settings.quote,
    encoding: settings.encoding,
    header: settings.header === 'firstRow',
    skipLines: settings.skipLines,
    onFieldCount: settings.onShortRow,
  };
  try {
    return await openCsv(path(settings.file), options);
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown.at({ path: ['file'] }) : thrown;
  }
}

/** A column to hand out and the field of the file that it comes from. */
interface Field {
  readonly column: ColumnSpec;
  readonly field: number;
}

function declaredFields(file: CsvFile, { settings, log }: Context): Field[] {
  if (settings.columns.length === 0) return file.names.map((name, field) => ({ column: { name, type: 'text' }, field }));
  const name = basename(file.path);
  const fields = settings.columns.map((column, index) => {
    const field = file.names.indexOf(column.name);
    if (field >= 0) return { column, field };
    throw new AppError('settings', 'columnNotInFile', {
      message: `There is no column "${column.name}" in ${name}. Columns: ${file.names.join(', ')}.`,
      where: { path: ['columns', index, 'name'] },
    });
  });
  const left = file.names.filter((other) => !settings.columns.some((column) => column.name === other));
  if (left.length > 0) log('info', `${name} has ${left.length === 1 ? 'a column' : `${left.length} columns`} that the flow does not read: ${left.join(', ')}.`);
  return fields;
}

function toBatch(part: CsvPart, schema: Schema, fields: readonly Field[], file: CsvFile, context: Context): Batch {
  const faults = new Map(part.faults);
  const columns = fields.map(({ column, field }) => {
    const source = { block: part.block, field };
    if (column.type === 'text') return new SourceColumn(source);
    const type = column.type;
    return parsedColumn(type, source, part.rowCount, file.dialect, (row) => {
      if (!faults.has(row)) faults.set(row, cellFault(column.name, type, part.block.text(row, field), part.lineOf(row)));
    });
  });
  const batch = makeBatch(schema, columns, part.rowCount, { source: context.node, ordinal: part.ordinal }, part.cursor);
  if (faults.size === 0) return batch;
  for (const row of [...faults.keys()].sort((a, b) => a - b)) context.reject(batch, row, faults.get(row)!);
  return selectRows(batch, batch.rows.filter((row) => !faults.has(row)));
}

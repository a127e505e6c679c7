import { defineSource } from '../../kit/defineRun.ts';
import { openCsvTable } from '../../connectors/csv/csvTable.ts';
import type { CsvOptions } from '../../connectors/csv/csvOptions.ts';
import { delimiters } from '../../connectors/csv/dialect.ts';
import { columnChoices, readTables, type TableFormat } from '../../connectors/files/readTables.ts';
import { definition, extensions } from './definition.ts';

export const run = defineSource(definition, {
  read: (context, _split, from) => readTables(context, formatOf(context.settings), from),
  lookups: { columns: (context) => columnChoices(context, formatOf(context.settings)) },
});

function formatOf(settings: ReturnType<typeof definition.settings.parse>): TableFormat {
  const options: CsvOptions = {
    delimiter: settings.delimiter === 'auto' ? 'auto' : delimiters[settings.delimiter],
    quote: settings.quote,
    encoding: settings.encoding,
    header: settings.header === 'firstRow',
    skipLines: settings.skipLines,
    onFieldCount: settings.onShortRow,
  };
  return { title: 'CSV', extensions, open: (path) => openCsvTable(path, options) };
}

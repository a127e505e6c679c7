import { defineSource } from '../../kit/defineRun.ts';
import { checkMemory } from '../../kit/memory.ts';
import { columnChoices, readTables, type TableFormat } from '../../connectors/files/readTables.ts';
import { openParquetTable } from '../../connectors/parquet/parquetTable.ts';
import { definition, extensions } from './definition.ts';

export const run = defineSource(definition, {
  read: (context, _split, from) => readTables(context, formatOf((bytes) => checkMemory(context, bytes)), from),
  lookups: { columns: (context) => columnChoices(context, formatOf(() => undefined)) },
});

function formatOf(hold: (bytes: number) => void): TableFormat {
  return { title: 'Parquet', extensions, open: (path) => openParquetTable(path, hold) };
}

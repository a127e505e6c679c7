import { defineSource } from '../../kit/defineRun.ts';
import { columnChoices, readTables, withFirstFile, type TableFormat } from '../../connectors/files/readTables.ts';
import { jsonPaths } from '../../connectors/json/jsonPaths.ts';
import { openJsonTable } from '../../connectors/json/jsonTable.ts';
import { definition, extensions } from './definition.ts';

export const run = defineSource(definition, {
  read: (context, _split, from) => readTables(context, formatOf(context.settings), from),
  lookups: {
    columns: (context) => columnChoices(context, formatOf(context.settings)),
    paths: (context) => withFirstFile(context, formatOf(context.settings), jsonPaths),
  },
});

function formatOf({ layout, path, nested }: ReturnType<typeof definition.settings.parse>): TableFormat {
  return { title: 'JSON', extensions, open: (file) => openJsonTable(file, { layout, path, isFlat: nested === 'flatten' }) };
}

import { defineSource } from '../../kit/defineRun.ts';
import { columnChoices, readTables, withFirstFile, type TableFormat } from '../../connectors/files/readTables.ts';
import { xmlPaths } from '../../connectors/xml/xmlPaths.ts';
import { openXmlTable } from '../../connectors/xml/xmlTable.ts';
import { definition, extensions } from './definition.ts';

export const run = defineSource(definition, {
  read: (context, _split, from) => readTables(context, formatOf(context.settings.record), from),
  lookups: {
    columns: (context) => columnChoices(context, formatOf(context.settings.record)),
    records: (context) => withFirstFile(context, formatOf(''), xmlPaths),
  },
});

function formatOf(record: string): TableFormat {
  return { title: 'XML', extensions, open: (path) => openXmlTable(path, record) };
}

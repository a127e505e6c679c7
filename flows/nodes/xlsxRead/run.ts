import { defineSource } from '../../kit/defineRun.ts';
import { checkMemory } from '../../kit/memory.ts';
import { columnChoices, readTables, withFirstFile, type TableFormat } from '../../connectors/files/readTables.ts';
import { openXlsxTable, sheetNames } from '../../connectors/xlsx/xlsxTable.ts';
import { definition, extensions } from './definition.ts';

export const run = defineSource(definition, {
  read: (context, _split, from) => readTables(context, formatOf(context.settings, (bytes) => checkMemory(context, bytes)), from),
  lookups: {
    columns: (context) => columnChoices(context, formatOf(context.settings)),
    async sheets(context) {
      const sheets = await withFirstFile(context, formatOf(context.settings), sheetNames);
      return sheets.map(({ name, isHidden }) => ({ value: name, label: name, ...(isHidden ? { detail: 'hidden' } : {}) }));
    },
  },
});

function formatOf({ sheet, headerRow }: ReturnType<typeof definition.settings.parse>, hold: (bytes: number) => void = () => undefined): TableFormat {
  return { title: 'Excel', extensions, open: (path) => openXlsxTable(path, { sheet, headerRow }, hold) };
}

import { defaultCsvOptions } from '../../connectors/csv/csvOptions.ts';
import { openCsvTable } from '../../connectors/csv/csvTable.ts';
import { columnChoices, readTables, type TableFormat } from '../../connectors/files/readTables.ts';
import { defineSource } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { definition } from './definition.ts';

const format: TableFormat = { title: 'CSV', extensions: ['csv', 'tsv', 'txt'], open: (path) => openCsvTable(path, { ...defaultCsvOptions, onFieldCount: 'fill' }) };

/** By itself a flow gets its sample rows. In a call this node is not there: the rows of the caller go straight on. */
export const run = defineSource(definition, {
  read: (context, _split, from) => readTables({ ...context, settings: asked(context.settings) }, format, from),
  lookups: { columns: (context) => columnChoices({ ...context, settings: asked(context.settings) }, format) },
});

function asked({ columns, sample }: ReturnType<typeof definition.settings.parse>) {
  if (sample.trim() !== '') return { columns, file: sample, fileColumn: '' };
  throw new AppError('settings', 'flowInputUnfed', {
    message: 'No rows come in: this flow is made to be called by another, and has no sample rows.',
    hint: 'Run the flow that calls it, or choose a file with sample rows.',
    where: { path: ['sample'] },
  });
}

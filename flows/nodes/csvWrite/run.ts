import { defineSink } from '../../kit/defineRun.ts';
import { CsvWriter } from '../../connectors/csv/csvWriter.ts';
import { delimiters } from '../../connectors/csv/dialect.ts';
import { writeFile } from '../../connectors/files/writeFile.ts';
import { definition } from './definition.ts';

export const run = defineSink(definition, {
  delivery: () => 'commitOnFinish',
  open(context, from) {
    const { delimiter, lineEnding, header, bom, formulaGuard } = context.settings;
    const dialect = { delimiter: delimiters[delimiter], quote: '"' };
    const options = { dialect, lineEnding: lineEnding === 'crlf' ? '\r\n' : '\n', header, bom, formulaGuard } as const;
    return writeFile(context, 'CSV', (path) => (from ? CsvWriter.goOn(path, options, from) : CsvWriter.create(path, options)));
  },
  canGoOn: ({ settings, path }, from) => CsvWriter.canGoOn(path(settings.file), from),
});

import { defineSink } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { CsvWriter } from '../../connectors/csv/csvWriter.ts';
import { delimiters } from '../../connectors/csv/dialect.ts';
import { definition } from './definition.ts';

export const run = defineSink(definition, {
  delivery: () => 'commitOnFinish',

  async open({ settings, path, signal }) {
    if (settings.file === '') throw new AppError('settings', 'settingBlank', {
      message: 'No file is chosen. Name the CSV file to write.',
      where: { path: ['file'] },
    });
    const { header, bom, formulaGuard } = settings;
    const writer = await CsvWriter.create(path(settings.file), {
      dialect: { delimiter: delimiters[settings.delimiter], quote: '"' },
      lineEnding: settings.lineEnding === 'crlf' ? '\r\n' : '\n',
      header,
      bom,
      formulaGuard,
    }).catch((thrown: unknown) => {
      throw thrown instanceof AppError ? thrown.at({ path: ['file'] }) : thrown;
    });
    return {
      async write(batch) {
        signal.throwIfAborted();
        await writer.write(batch);
        return undefined;
      },
      finish: () => writer.finish(),
      abort: () => writer.abort(),
    };
  },
});

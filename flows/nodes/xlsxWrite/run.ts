import type { Batch } from '../../kit/batch.ts';
import { defineSink } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { writeFile } from '../../connectors/files/writeFile.ts';
import { excelLimits, XlsxWriter } from '../../connectors/xlsx/xlsxWriter.ts';
import { definition } from './definition.ts';

export const run = defineSink(definition, {
  delivery: () => 'commitOnFinish',
  open: (context) => writeFile(context, 'Excel', (path) => XlsxWriter.create(path, context.settings.sheet), longText),
});

/** A text that no cell of Excel can hold. */
function longText(batch: Batch, row: number): AppError | undefined {
  for (let index = 0; index < batch.columns.length; index++) {
    const value = batch.columns[index]!.type === 'text' ? batch.columns[index]!.value(row) : null;
    if (typeof value !== 'string' || value.length <= excelLimits.cellLength) continue;
    return new AppError('row', 'cellTooLong', { message: `${batch.schema[index]!.name} has ${value.length} signs, and a cell of Excel holds ${excelLimits.cellLength}.` });
  }
  return undefined;
}

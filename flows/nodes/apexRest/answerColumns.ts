import { RecordColumns } from '../../connectors/files/recordColumns.ts';
import type { Column } from '../../kit/column.ts';
import { AppError } from '../../kit/errors.ts';
import { jsonPath, valueAt } from '../../kit/jsonPath.ts';
import { answerColumns as columnsOf } from './definition.ts';
import type { RowRequest } from './rowRequests.ts';
import type { Settings } from './settings.ts';

/** The entries of an answer, one for each row of its request. Throws kind `row` when they are another number. */
export function answerEntries(answer: unknown, { rows }: RowRequest, { per, answerList }: Settings): readonly unknown[] {
  if (per === 'row') return [answer];
  const list = answerList.trim() === '' ? answer : valueAt(answer, jsonPath(answerList) ?? []);
  if (!Array.isArray(list)) return rows.map(() => answer);
  if (list.length === rows.length) return list;
  throw new AppError('row', 'answerCount', { message: `The answer has ${list.length} entries, and the request was for ${rows.length} rows, so it cannot be said which is whose.` });
}

/** The values of the answers as columns. A value that is not of its column's type is added to `failed`. */
export function answerColumns(answers: ReadonlyMap<number, unknown>, rowCount: number, settings: Settings, failed: Map<number, AppError>): Column[] {
  const paths = settings.answers.map(({ path }) => jsonPath(path) ?? []);
  const cells = new RecordColumns(columnsOf(settings));
  for (let row = 0; row < rowCount; row++) {
    if (answers.has(row)) {
      for (const [index, path] of paths.entries()) {
        const value = valueAt(answers.get(row), path);
        const place = (): string => `at ${settings.answers[index]!.path} of the answer`;
        if (value === null || value === undefined) continue;
        if (typeof value === 'object') cells.set(index, JSON.stringify(value), 'text', place);
        else if (typeof value === 'number') cells.set(index, value, 'number', place);
        else if (typeof value === 'boolean') cells.set(index, value, 'boolean', place);
        else cells.set(index, value as string, 'text', place);
      }
    }
    cells.endRow();
  }
  const { columns, faults } = cells.take();
  for (const [row, fault] of faults) failed.set(row, fault);
  return columns;
}

import { selectRows, withColumns } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { findColumns, throwProblem } from '../../kit/findColumns.ts';
import type { Schema } from '../../kit/schema.ts';
import { checkText, definition, splitSchema, wholePattern } from './definition.ts';

/** Splits the texts of living rows. Spaces around a part do not belong to it; a part of nothing else is blank. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { column, parts, keepColumn, onMissing } = context.settings;
    const names = parts.map(({ name }) => name);
    const split = splitter(context.settings, names.length);
    let bound: Schema | undefined;
    let schema: Schema;
    let at = 0;
    return {
      process(batch, out) {
        if (batch.schema !== bound) {
          at = findColumns(batch.schema, [column], () => ['column'])[0]!;
          throwProblem(checkText(batch.schema, column)[0]);
          schema = splitSchema(batch.schema, at, names, keepColumn);
          bound = batch.schema;
        }
        const cells = names.map((): (string | null)[] => Array.from<null>({ length: batch.rowCount }).fill(null));
        const failed = new Set<number>();
        for (const row of batch.rows) {
          const text = batch.columns[at]!.value(row) as string | null;
          if (text === null) continue;
          const found = split(text);
          if (found.length < names.length && onMissing === 'reject') {
            failed.add(row);
            context.reject(batch, row, partsMissing(column, text, found.length, names.length));
          } else {
            for (let part = 0; part < names.length; part++) cells[part]![row] = found[part]?.trim() || null;
          }
        }
        const kept = keepColumn ? batch.columns : batch.columns.toSpliced(at, 1);
        const made = withColumns(batch, schema, [...kept, ...cells.map((values) => new ValueColumn('text', values))]);
        return out.emit(failed.size === 0 ? made : selectRows(made, batch.rows.filter((row) => !failed.has(row))));
      },
    };
  },
});

type Settings = Readonly<{ method: string; separator: string; pattern: string; keepRest: boolean }>;

function splitter({ method, separator, pattern, keepRest }: Settings, parts: number): (text: string) => readonly (string | undefined)[] {
  if (method === 'pattern') {
    const expression = wholePattern(pattern)!;
    return (text) => expression.exec(text)?.slice(1) ?? [];
  }
  return (text) => {
    const found = text.split(separator);
    return keepRest && found.length > parts ? [...found.slice(0, parts - 1), found.slice(parts - 1).join(separator)] : found;
  };
}

function partsMissing(column: string, text: string, found: number, wanted: number): AppError {
  const message = `"${text}" of "${column}" has ${found === 0 ? 'no parts that fit the pattern' : `${found} parts`}; ${wanted} are wanted.`;
  return new AppError('row', 'partsMissing', { message });
}

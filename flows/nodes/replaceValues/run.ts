import { selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { findColumns, throwProblem } from '../../kit/findColumns.ts';
import { looseText } from '../../kit/rowKey.ts';
import type { Schema } from '../../kit/schema.ts';
import { checkText, definition } from './definition.ts';

type Values = Map<string | null, string | null>;

/** Looks every cell of the columns named up in the list. Of two entries for one value the first counts. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { values, unknown, isLoose } = context.settings;
    const read = (text: string | null): string | null => (text === null || !isLoose ? text : looseText(text));
    let bound: Schema | undefined;
    let replaced = new Map<number, Values>();

    function bind(schema: Schema): Map<number, Values> {
      const places = findColumns(schema, values.map(({ column }) => column), (index) => ['values', index, 'column']);
      const byColumn = new Map<number, Values>();
      for (const [index, { column, from, to }] of values.entries()) {
        throwProblem(checkText(schema, column, index)[0]);
        const known = byColumn.get(places[index]!) ?? new Map<string | null, string | null>();
        const key = read(from === '' ? null : from);
        if (!known.has(key)) known.set(key, to === '' ? null : to);
        byColumn.set(places[index]!, known);
      }
      return byColumn;
    }

    function replace(batch: Batch, index: number, known: Values, failed: Set<number>): ValueColumn {
      const column = batch.columns[index]!;
      const cells: (string | null)[] = [];
      cells.length = batch.rowCount;
      for (const row of batch.rows) {
        const text = column.value(row) as string | null;
        const found = known.get(read(text));
        if (found !== undefined) cells[row] = found;
        else if (text === null || unknown === 'keep') cells[row] = text;
        else if (unknown === 'reject' && !failed.has(row)) {
          failed.add(row);
          context.reject(batch, row, notInList(batch.schema[index]!.name, text));
        }
      }
      return new ValueColumn('text', cells);
    }

    return {
      process(batch, out) {
        if (batch.schema !== bound) {
          replaced = bind(batch.schema);
          bound = batch.schema;
        }
        const failed = new Set<number>();
        const columns = [...batch.columns];
        for (const [index, known] of replaced) columns[index] = replace(batch, index, known, failed);
        const made = withColumns(batch, batch.schema, columns);
        return out.emit(failed.size === 0 ? made : selectRows(made, batch.rows.filter((row) => !failed.has(row))));
      },
    };
  },
});

function notInList(column: string, value: string): AppError {
  return new AppError('row', 'valueNotInList', { message: `"${value}" is not in the list of values for "${column}".`, hint: 'Add it to the list.' });
}

import { selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { findColumns } from '../../kit/findColumns.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { definition, parsedSchema, type Entry } from './definition.ts';
import { kindNames, valueReader, type ReadValue } from './valueReaders.ts';

/** So many texts of a column are remembered with what they are: the same dates and numbers come again and again. */
const remembered = 5000;

/** Parses one column after the other. A row is rejected once, as it came in, by the first text that could not be read. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { columns, locale, zone, onBad } = context.settings;
    const readers = columns.map((entry) => remembering(valueReader(entry, locale, zone)));
    let bound: Schema | undefined;
    let from: readonly number[] = [];
    let parsed: ReturnType<typeof parsedSchema>;

    function parse(batch: Batch, entry: Entry, index: number, failed: Set<number>): ValueColumn {
      const column = batch.columns[from[index]!]!;
      const cells: Cell[] = [];
      cells.length = batch.rowCount;
      for (const row of batch.rows) {
        const text = column.value(row);
        const trimmed = typeof text === 'string' ? text.trim() : '';
        if (trimmed === '') continue;
        const value = readers[index]!(trimmed);
        if (value !== undefined) cells[row] = value;
        else if (onBad === 'reject' && !failed.has(row)) {
          failed.add(row);
          context.reject(batch, row, notSuchValue(entry, trimmed));
        }
      }
      return new ValueColumn(parsed.schema[parsed.places[index]!]!.type, cells);
    }

    return {
      process(batch, out) {
        if (batch.schema !== bound) {
          from = findColumns(batch.schema, columns.map(({ column }) => column), (index) => ['columns', index, 'column']);
          parsed = parsedSchema(batch.schema, columns);
          bound = batch.schema;
        }
        const failed = new Set<number>();
        const made = [...batch.columns];
        for (const [index, entry] of columns.entries()) made[parsed.places[index]!] = parse(batch, entry, index, failed);
        const result = withColumns(batch, parsed.schema, made);
        return out.emit(failed.size === 0 ? result : selectRows(result, batch.rows.filter((row) => !failed.has(row))));
      },
    };
  },
});

function remembering(read: ReadValue): ReadValue {
  const known = new Map<string, Cell | undefined>();
  return (text) => {
    if (known.has(text)) return known.get(text);
    const value = read(text);
    if (known.size >= remembered) known.clear();
    known.set(text, value);
    return value;
  };
}

function notSuchValue({ column, as, format }: Entry, text: string): AppError {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new AppError('row', 'valueNotParsed', { message: `"${shown}" of "${column}" is not ${kindNames[as]}${format.trim() === '' ? '' : ` written ${format.trim()}`}.` });
}

import { batchRows, selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { findColumns, throwProblem } from '../../kit/findColumns.ts';
import { jsonPath, valueAt, type JsonPath } from '../../kit/jsonPath.ts';
import { pickedBatch } from '../../kit/pickedBatch.ts';
import type { Schema } from '../../kit/schema.ts';
import { RecordColumns } from '../../connectors/files/recordColumns.ts';
import { checkText, definition, flatSchema } from './definition.ts';

/** Reads the JSON of each living row once. Without a list rows stay where they are; with one they are repeated for each entry. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { column, values, list, onBroken, keepColumn } = context.settings;
    const paths = values.map(({ path }) => ({ keys: jsonPath(path) ?? [], isFromWhole: path.trim().startsWith('$') }));
    const listKeys = list.trim() === '' ? undefined : jsonPath(list);
    const made = values.map(({ path, name, type }) => ({ name: name.trim() || path, type }));
    let bound: Schema | undefined;
    let schema: Schema;
    let kept: readonly number[] = [];
    let at = 0;

    function bind(upstream: Schema): void {
      at = findColumns(upstream, [column], () => ['column'])[0]!;
      throwProblem(checkText(upstream, column)[0]);
      schema = flatSchema(upstream, context.settings);
      kept = upstream.flatMap((_, index) => (keepColumn || index !== at ? [index] : []));
      bound = upstream;
    }

    return {
      async process(batch, out) {
        if (batch.schema !== bound) bind(batch.schema);
        let cells = new RecordColumns(made);
        let picks: number[] = [];
        const send = async (): Promise<void> => {
          const { columns, faults } = cells.take();
          const rows = Int32Array.from(picks);
          const repeated = pickedBatch(keptColumns(batch, kept), rows, schema, columns);
          const good = onBroken === 'reject' ? repeated.rows.filter((row) => !faults.has(row)) : repeated.rows;
          const rejected = new Set<number>();
          if (onBroken === 'reject') for (const [row, fault] of faults) {
            // A row with several entries is rejected once, and its good entries go on.
            if (!rejected.has(rows[row]!)) context.reject(batch, rows[row]!, fault);
            rejected.add(rows[row]!);
          }
          await out.emit(selectRows(repeated, good));
          picks = [];
          cells = new RecordColumns(made);
        };
        for (const row of batch.rows) {
          const text = batch.columns[at]!.value(row) as string | null;
          const whole = text === null ? undefined : parse(text);
          if (whole instanceof SyntaxError) cells.fault(notJson(column, text!));
          const entries = whole instanceof SyntaxError || !listKeys ? [whole] : entriesOf(whole, listKeys);
          for (const entry of entries) {
            for (const [index, { keys, isFromWhole }] of paths.entries()) take(cells, index, valueAt(isFromWhole ? whole : entry, keys), column);
            cells.endRow();
            picks.push(row);
          }
          if (listKeys && picks.length >= batchRows) {
            await send();
            await context.pause();
          }
        }
        await send();
      },
    };
  },
});

function keptColumns(batch: Batch, kept: readonly number[]): Batch {
  return withColumns(batch, kept.map((index) => batch.schema[index]!), kept.map((index) => batch.columns[index]!));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    return thrown;
  }
}

/** The entries of the list; a value that is no list is its one entry, and nothing has none. */
function entriesOf(whole: unknown, keys: JsonPath): unknown[] {
  const found = valueAt(whole, keys);
  if (Array.isArray(found)) return found;
  return found === undefined || found === null ? [] : [found];
}

function take(cells: RecordColumns, index: number, value: unknown, column: string): void {
  const place = (): string => `in "${column}"`;
  if (value === null || value === undefined) return;
  if (typeof value === 'object') cells.set(index, JSON.stringify(value), 'text', place);
  else if (typeof value === 'number') cells.set(index, value, 'number', place);
  else if (typeof value === 'boolean') cells.set(index, value, 'boolean', place);
  else cells.set(index, value as string, 'text', place);
}

function notJson(column: string, text: string): AppError {
  return new AppError('row', 'textNotJson', { message: `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}" of "${column}" is no JSON.` });
}

import { batchFromRows, batchRows, makeBatch, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { accumulatorOf, type Accumulator } from '../../kit/accumulators.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { findColumns, throwProblem } from '../../kit/findColumns.ts';
import { copyText } from '../../kit/copyText.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { checkMemory, entryBytes } from '../../kit/memory.ts';
import { rowKey, type Key } from '../../kit/rowKey.ts';
import { formatCell, type Schema } from '../../kit/schema.ts';
import { checkValues, definition, pivotedSchema } from './definition.ts';

/** More columns than this are a mistake in the settings rather than a wish. */
const mostColumns = 1000;

interface Reading {
  readonly schema: Schema;
  readonly keyOf: (batch: Batch, row: number) => Key | null;
  readonly nameAt: number;
  readonly valueAt: number;
}

/** Keeps one row of each group, and for each column the totals of the groups that have it. Groups leave in the order in which they were met. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { settings } = context;
    const { groupBy, names, values, total } = settings;
    const fixed = settings.columns.length > 0;
    const columns = new Map<string, Accumulator>();
    const groups = new Map<Key, number>();
    let reading: Reading | undefined;
    let held: HeldRows | undefined;
    let first: Schema = [];
    let keyBytes = 0;
    let left = 0;

    function read(schema: Schema): Reading {
      const keys = findColumns(schema, groupBy, (index) => ['groupBy', index]);
      const [nameAt] = findColumns(schema, [names], () => ['names']);
      if (total !== 'count') throwProblem(checkValues(schema, values, total)[0]);
      const valueAt = total === 'count' ? -1 : findColumns(schema, [values], () => ['values'])[0]!;
      if (!held) {
        held = new HeldRows(keys.map((key) => schema[key]!));
        first = schema;
        for (const { value } of settings.columns) columns.set(value, accumulatorOf(total, schema[valueAt]?.type ?? 'number'));
      }
      return { schema, keyOf: rowKey(schema, keys, { blankWhen: 'never' }), nameAt: nameAt!, valueAt };
    }

    function columnOf(name: string, type: Schema[number]['type']): Accumulator | undefined {
      const known = columns.get(name);
      if (known || fixed) return known;
      if (columns.size === mostColumns) throw new AppError('settings', 'pivotTooWide', {
        message: `"${names}" has more than ${mostColumns} different values, and each would become a column.`,
        hint: 'Choose another column, or name the values that become columns.',
        where: { path: ['names'] },
      });
      const made = accumulatorOf(total, type);
      columns.set(copyText(name), made);
      return made;
    }

    function groupOf(key: Key, batch: Batch, row: number): number {
      const known = groups.get(key);
      if (known !== undefined) return known;
      const group = groups.size;
      groups.set(typeof key === 'string' ? copyText(key) : key, group);
      keyBytes += entryBytes + (typeof key === 'string' ? key.length : 0);
      held!.add(batch, Int32Array.of(row));
      return group;
    }

    return {
      process(batch, out) {
        const isFirst = held === undefined;
        if (reading?.schema !== batch.schema) reading = read(batch.schema);
        const { keyOf, nameAt, valueAt } = reading;
        const nameColumn = batch.columns[nameAt]!;
        const valueColumn = batch.columns[valueAt];
        for (const row of batch.rows) {
          const group = groupOf(keyOf(batch, row)!, batch, row);
          const name = nameColumn.value(row);
          const column = name === null ? undefined : columnOf(formatCell(nameColumn.type, name), valueColumn?.type ?? 'number');
          if (!column) left++;
          else {
            const value = valueColumn ? valueColumn.value(row) : 0;
            if (value !== null) column.add(group, value);
          }
        }
        checkMemory(context, held!.bytes + keyBytes + [...columns.values()].reduce((sum, { bytes }) => sum + bytes, 0));
        // The columns go ahead of the rows, when they are known.
        if (isFirst && fixed) return out.emit(batchFromRows(pivotedSchema(settings, first, [...columns.keys()]), [], { source: context.node, ordinal: 0 }));
      },
      async finish(out) {
        if (!held) return;
        if (left > 0) context.log('warning', `${left} ${left === 1 ? 'row has' : 'rows have'} no column to go to: "${names}" is blank${fixed ? ' or not among the columns' : ''}.`);
        held.seal();
        const schema = pivotedSchema(settings, first, [...columns.keys()]);
        const count = groupBy.length === 0 ? 1 : held.count;
        for (let from = 0; from === 0 || from < count; from += batchRows) {
          const rows = Int32Array.from({ length: Math.min(batchRows, count - from) }, (_, index) => from + index);
          const kept = held.columns(rows);
          const made = [...columns.values()].map((column, index) => new ValueColumn(schema[kept.length + index]!.type, Array.from(rows, (group) => column.result(group))));
          await out.emit(makeBatch(schema, [...kept, ...made], rows.length, { source: context.node, ordinal: from }));
          await context.pause();
        }
      },
    };
  },
});

import { batchFromRows, batchRows, makeBatch, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { findColumns, throwProblem } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import { copyText, HeldRows } from '../../kit/heldRows.ts';
import { checkMemory, entryBytes } from '../../kit/memory.ts';
import { rowKey, type Key } from '../../kit/rowKey.ts';
import type { Schema } from '../../kit/schema.ts';
import { accumulatorOf, type Accumulator } from './accumulators.ts';
import { aggregatedSchema, needsColumn } from './aggregatedSchema.ts';
import { checkTotal, definition } from './definition.ts';

/** How rows of one schema are read. */
interface Reading {
  readonly schema: Schema;
  readonly keyOf: (batch: Batch, row: number) => Key | null;
  /** The column each total is of; -1 for those that are of none. */
  readonly columns: readonly number[];
}

/** Keeps one row of each group and its totals. Groups leave in the order in which they were met. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { groupBy, totals } = context.settings;
    const numbers = new Map<Key, number>();
    let reading: Reading | undefined;
    let groups: HeldRows | undefined;
    let accumulators: readonly Accumulator[] = [];
    let result: Schema = [];
    let keyBytes = 0;

    function read(schema: Schema): Reading {
      const keys = findColumns(schema, groupBy, (index) => ['groupBy', index]);
      totals.forEach((total, index) => throwProblem(checkTotal(total, schema, index)[0]));
      const columns = totals.map(({ total, of }) => (needsColumn(total) ? findColumn(schema, of) : -1));
      if (!groups) {
        groups = new HeldRows(keys.map((key) => schema[key]!));
        result = aggregatedSchema(schema, groupBy, totals);
        accumulators = totals.map(({ total }, index) => accumulatorOf(total, schema[columns[index]!]?.type ?? 'number'));
      }
      return { schema, keyOf: rowKey(schema, keys, { blankWhen: 'never' }), columns };
    }

    /** The group of each living row; a group that is new keeps the row's values. */
    function groupsOf(batch: Batch, { keyOf }: Reading): Int32Array {
      const found = new Int32Array(batch.rows.length);
      const met: number[] = [];
      for (let k = 0; k < batch.rows.length; k++) {
        const row = batch.rows[k]!;
        const key = keyOf(batch, row)!;
        let number = numbers.get(key);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(typeof key === 'string' ? copyText(key) : key, number);
          keyBytes += entryBytes + (typeof key === 'string' ? key.length : 0);
          met.push(row);
        }
        found[k] = number;
      }
      if (met.length > 0) groups!.add(batch, Int32Array.from(met));
      return found;
    }

    return {
      process(batch, out) {
        const isFirst = reading === undefined;
        if (reading?.schema !== batch.schema) reading = read(batch.schema);
        const found = groupsOf(batch, reading);
        for (const [index, accumulator] of accumulators.entries()) {
          const column = batch.columns[reading.columns[index]!];
          for (let k = 0; k < found.length; k++) {
            const value = column ? column.value(batch.rows[k]!) : 0;
            if (value !== null) accumulator.add(found[k]!, value);
          }
        }
        checkMemory(context, groups!.bytes + keyBytes + accumulators.reduce((sum, { bytes }) => sum + bytes, 0));
        // The columns go ahead of the rows.
        if (isFirst) return out.emit(batchFromRows(result, [], { source: context.node, ordinal: 0 }));
      },
      async finish(out) {
        if (!groups) return;
        groups.seal();
        const count = groupBy.length === 0 ? 1 : groups.count;
        for (let from = 0; from < count; from += batchRows) {
          const rows = Int32Array.from({ length: Math.min(batchRows, count - from) }, (_, index) => from + index);
          const kept = groups.schema.map((_, index) => groups!.column(index, rows));
          const made = accumulators.map((accumulator, index) => new ValueColumn(result[kept.length + index]!.type, Array.from(rows, (group) => accumulator.result(group))));
          await out.emit(makeBatch(result, [...kept, ...made], rows.length, { source: context.node, ordinal: from }));
          await context.pause();
        }
      },
    };
  },
});

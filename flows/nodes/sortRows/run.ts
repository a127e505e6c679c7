import { batchFromRows } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { checkMemory } from '../../kit/memory.ts';
import { compareRows } from './compareRows.ts';
import { definition } from './definition.ts';
import { sortOrder } from './sortOrder.ts';

/** What a row's number takes in the two orders of a sort, and what one of its keys does. */
const orderBytes = 8;
const keyBytes = 40;

/** Keeps all rows until the last has come. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { keys, ignoreCase } = context.settings;
    let held: HeldRows | undefined;
    let columns: readonly number[] = [];
    return {
      process(batch, out) {
        const isFirst = held === undefined;
        if (isFirst) columns = findColumns(batch.schema, keys.map(({ column }) => column), (index) => ['keys', index, 'column']);
        held ??= new HeldRows(batch.schema);
        held.add(batch);
        checkMemory(context, held.bytes + held.count * (orderBytes + keyBytes * keys.length));
        // The columns go ahead of the rows.
        if (isFirst) return out.emit(batchFromRows(batch.schema, [], { source: context.node, ordinal: 0 }));
      },
      async finish(out) {
        if (!held) return;
        held.seal();
        const sortKeys = keys.map(({ direction, blanks }, index) => ({
          column: columns[index]!,
          isDescending: direction === 'descending',
          blanksFirst: blanks === 'first',
        }));
        const order = await sortOrder(held.count, compareRows(held, sortKeys, ignoreCase), () => context.pause());
        for (const batch of heldBatches(held, context.node, order)) {
          await out.emit(batch);
          await context.pause();
        }
      },
    };
  },
});

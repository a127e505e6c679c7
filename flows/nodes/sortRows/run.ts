import type { RowFile } from '../../connectors/scratch/rowFile.ts';
import { Scratch } from '../../connectors/scratch/scratch.ts';
import { batchFromRows, type Batch } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { compareRows, type SortKey } from './compareRows.ts';
import { definition } from './definition.ts';
import { mergeRuns } from './mergeRuns.ts';
import { sortOrder } from './sortOrder.ts';

/** What a row's number takes in the two orders of a sort, and what one of its keys does. */
const orderBytes = 8;
const keyBytes = 40;

/** Keeps all rows until the last has come. As often as they fill the memory, they go to disk as a sorted run (external merge sort). */
export const run = defineTransform(definition, {
  open: (context) => {
    const { keys, ignoreCase } = context.settings;
    const runs: RowFile[] = [];
    let held: HeldRows | undefined;
    let sortKeys: readonly SortKey[] = [];

    async function sorted(rows: HeldRows): Promise<Generator<Batch>> {
      rows.seal();
      const order = await sortOrder(rows.count, compareRows(rows, sortKeys, ignoreCase), () => context.pause());
      return heldBatches(rows, context.node, order);
    }

    async function spill(rows: HeldRows): Promise<void> {
      const file = (await Scratch.of(context)).rowFile(rows.schema);
      for (const batch of await sorted(rows)) {
        file.add(batch);
        await context.pause();
      }
      runs.push(file);
      held = new HeldRows(rows.schema);
    }

    return {
      process(batch, out) {
        const isFirst = held === undefined;
        if (isFirst) {
          const columns = findColumns(batch.schema, keys.map(({ column }) => column), (index) => ['keys', index, 'column']);
          sortKeys = keys.map(({ direction, blanks }, index) => ({ column: columns[index]!, isDescending: direction === 'descending', blanksFirst: blanks === 'first' }));
        }
        held ??= new HeldRows(batch.schema);
        held.add(batch);
        if (held.bytes + held.count * (orderBytes + keyBytes * keys.length) > context.memoryBytes) return spill(held);
        // The columns go ahead of the rows.
        if (isFirst) return out.emit(batchFromRows(batch.schema, [], { source: context.node, ordinal: 0 }));
      },
      async finish(out) {
        if (!held) return;
        const { schema } = held;
        const last = await sorted(held);
        const batches = runs.length === 0 ? last : mergeRuns(schema, [...runs.map((file) => file.batches(context.node)), last], sortKeys, ignoreCase, context.node);
        for (const batch of batches) {
          await out.emit(batch);
          await context.pause();
        }
        for (const file of runs) file.close();
      },
    };
  },
});

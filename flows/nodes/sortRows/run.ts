import { ExternalSort } from '../../connectors/scratch/externalSort.ts';
import { batchFromRows } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { definition } from './definition.ts';

/** Keeps all rows until the last has come; on disk, when they fill the memory. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { keys, ignoreCase } = context.settings;
    let sort: ExternalSort | undefined;
    return {
      process(batch, out) {
        if (sort) return sort.add(batch);
        const columns = findColumns(batch.schema, keys.map(({ column }) => column), (index) => ['keys', index, 'column']);
        const sortKeys = keys.map(({ direction, blanks }, index) => ({ column: columns[index]!, isDescending: direction === 'descending', blanksFirst: blanks === 'first' }));
        sort = new ExternalSort(context, batch.schema, sortKeys, ignoreCase);
        const added = sort.add(batch);
        // The columns go ahead of the rows.
        return Promise.all([added, out.emit(batchFromRows(batch.schema, [], { source: context.node, ordinal: 0 }))]).then(() => undefined);
      },
      async finish(out) {
        for await (const batch of sort?.batches() ?? []) await out.emit(batch);
      },
    };
  },
});

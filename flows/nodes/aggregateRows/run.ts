import { SpillingGroups } from '../../connectors/scratch/spillingGroups.ts';
import { batchFromRows } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { definition } from './definition.ts';
import { Groups } from './groups.ts';

/** Keeps one row of each group and its totals. Groups leave in the order in which they were met, as far as they fit into memory. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { groupBy, totals } = context.settings;
    let groups: SpillingGroups<Groups> | undefined;
    return {
      process(batch, out) {
        if (groups) return groups.take(batch);
        groups = new SpillingGroups(context, batch.schema, { open: (schema) => new Groups(context.settings, schema), groupBy, columns: [...groupBy, ...totals.map(({ of }) => of)] });
        const taken = groups.take(batch);
        // The columns go ahead of the rows.
        return Promise.all([taken, out.emit(batchFromRows(groups.groups.schema, [], { source: context.node, ordinal: 0 }))]).then(() => undefined);
      },
      finish: (out) => groups?.finish(out),
    };
  },
});

import { SpillingGroups } from '../../connectors/scratch/spillingGroups.ts';
import { batchFromRows } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { definition } from './definition.ts';
import { PivotGroups } from './pivotGroups.ts';
import { PivotNames } from './pivotNames.ts';

/** Keeps one row of each group and its totals. Groups leave in the order in which they were met, as far as they fit into memory. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { groupBy, names, values, columns } = context.settings;
    // By the end of the input every row has named its column, so the groups that follow from disk have the same.
    const named = new PivotNames(context.settings);
    const isFixed = columns.length > 0;
    let pivot: SpillingGroups<PivotGroups> | undefined;
    return {
      process(batch, out) {
        if (pivot) return pivot.take(batch);
        pivot = new SpillingGroups(context, batch.schema, { open: (schema) => new PivotGroups(context.settings, schema, named), groupBy, columns: [...groupBy, names, values] });
        const taken = pivot.take(batch);
        if (!isFixed) return taken;
        // The columns go ahead of the rows, when they are known.
        return Promise.all([taken, out.emit(batchFromRows(pivot.groups.schema, [], { source: context.node, ordinal: 0 }))]).then(() => undefined);
      },
      async finish(out) {
        if (!pivot) return;
        let left = 0;
        await pivot.finish(out, (groups) => void (left += groups.left));
        if (left > 0) context.log('warning', `${left} ${left === 1 ? 'row has' : 'rows have'} no column to go to: "${names}" is blank${isFixed ? ' or not among the columns' : ''}.`);
      },
    };
  },
});

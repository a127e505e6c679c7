import { batchFromRows } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { definition } from './definition.ts';
import { SpillingPivot } from './spillingPivot.ts';

/** Keeps one row of each group and its totals. Groups leave in the order in which they were met, as far as they fit into memory. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { names, columns } = context.settings;
    const isFixed = columns.length > 0;
    let pivot: SpillingPivot | undefined;
    return {
      process(batch, out) {
        if (pivot) return pivot.take(batch);
        pivot = new SpillingPivot(context, batch.schema);
        const taken = pivot.take(batch);
        if (!isFixed) return taken;
        // The columns go ahead of the rows, when they are known.
        return Promise.all([taken, out.emit(batchFromRows(pivot.groups.schema, [], { source: context.node, ordinal: 0 }))]).then(() => undefined);
      },
      async finish(out) {
        if (!pivot) return;
        const left = await pivot.finish(out);
        if (left > 0) context.log('warning', `${left} ${left === 1 ? 'row has' : 'rows have'} no column to go to: "${names}" is blank${isFixed ? ' or not among the columns' : ''}.`);
      },
    };
  },
});

import { Scratch } from '../../connectors/scratch/scratch.ts';
import type { Batch } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { keyColumns } from '../../kit/keyPairs.ts';
import type { Schema } from '../../kit/schema.ts';
import { definition } from './definition.ts';
import { JoinPart } from './joinPart.ts';
import { keptRight } from './keptSchemas.ts';
import { RightRows } from './rightRows.ts';
import { SpilledJoin } from './spilledJoin.ts';

/** Keeps the right rows, which all come first, and joins left rows to them as they come; or all of it on disk, when the right rows fill the memory. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { keys, isLoose } = context.settings;
    let held: HeldRows | undefined;
    let right: RightRows | undefined;
    let part: JoinPart | undefined;
    let spilled: SpilledJoin | undefined;

    /** No right row came, not even columns: as if there were only those of the keys. */
    function noRight(left: Schema): RightRows {
      const schema = keys.map(({ column, equals }) => ({ name: equals, type: left[keyColumns([{ column, equals }], left, 'column')[0]!]!.type }));
      return new RightRows(new HeldRows(schema), keys, isLoose);
    }

    function takeRight(batch: Batch): void | Promise<void> {
      if (spilled) return spilled.addRight(batch);
      held ??= new HeldRows(keptRight(context.settings, batch.schema, undefined));
      right ??= new RightRows(held, keys, isLoose);
      right.enter(batch);
      held.add(batch);
      if (right.bytes > context.memoryBytes) return spill(held);
    }

    async function spill(rows: HeldRows): Promise<void> {
      spilled = new SpilledJoin(context, await Scratch.of(context));
      right = held = undefined;
      rows.seal();
      for (const batch of heldBatches(rows, context.node)) {
        spilled.addRight(batch);
        await context.pause();
      }
    }

    return {
      process(batch, out, port) {
        if (port === 'right') return takeRight(batch);
        if (spilled) return spilled.addLeft(batch);
        held?.seal();
        part ??= new JoinPart(context, right ?? noRight(batch.schema));
        return part.take(batch, out);
      },
      finish: (out) => (spilled ?? part)?.finish(out),
    };
  },
});

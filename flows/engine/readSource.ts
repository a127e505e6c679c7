import type { NodeContext, SourceRun, Split } from '../kit/defineRun.ts';
import type { Barrier } from './barrier.ts';
import type { Lane } from './lane.ts';
import type { Pacer } from './pacer.ts';
import type { RunControl } from './runControl.ts';
import type { RunCheckpoint } from './runStore/checkpoints.ts';

/** The one split of a source that plans none. */
export const wholeSource: Split = { id: 'all', spec: {} };

export interface SourceReading {
  readonly lane: Lane;
  readonly source: SourceRun<never>;
  readonly context: NodeContext<never>;
  readonly splits: readonly Split[];
  /** How far it was read before the run broke off. */
  readonly from: RunCheckpoint['sources'][string] | undefined;
  readonly barrier: Barrier;
  readonly control: RunControl;
  readonly pacer: Pacer;
}

/** Reads the splits of a source one after another, each from where it was left, and sends their batches on. */
export async function readSource(reading: SourceReading): Promise<void> {
  const { lane, source, context, splits, from, barrier, control, pacer } = reading;
  const node = lane.head;
  node.tally.state = 'running';
  for (const split of splits) {
    const known = from?.[split.id];
    barrier.begin(node, split.id, known);
    if (known?.isDone) continue;
    for await (const batch of source.read(context, split, known?.cursor)) {
      control.check();
      await barrier.enter();
      await node.settle();
      await node.emit(batch, 'out');
      await barrier.leave(node, split.id, batch.cursor, batch.rows.length);
      await pacer.pause();
    }
    control.check();
    await barrier.enter();
    await node.settle();
    await barrier.leave(node, split.id, undefined, 0);
    await barrier.end(node, split.id);
  }
}

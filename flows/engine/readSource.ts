import type { Cursor } from '../kit/batch.ts';
import type { NodeContext, SourceRun, Split } from '../kit/defineRun.ts';
import { AppError } from '../kit/errors.ts';
import type { Lane } from './lane.ts';
import type { Pacer } from './pacer.ts';
import type { RunControl } from './runControl.ts';
import type { RunStore } from './runStore.ts';

/** A checkpoint is written when this many rows were read or this much time has passed since the last. */
const checkpointRows = 50_000;
const checkpointMs = 5000;

/** The one split of a source that plans none. */
export const wholeSource: Split = { id: 'all', spec: {} };

export interface SourceReading {
  readonly run: string;
  readonly lane: Lane;
  readonly source: SourceRun<never>;
  readonly context: NodeContext<never>;
  readonly splits: readonly Split[];
  readonly store: RunStore;
  readonly control: RunControl;
  readonly pacer: Pacer;
}

/** Reads the splits of a source one after another and sends their batches on. */
export async function readSource(reading: SourceReading): Promise<void> {
  const { run, lane, source, context, splits, store, control, pacer } = reading;
  const node = lane.head;
  node.tally.state = 'running';
  // Rows that a keyed or global node holds have not arrived anywhere; a cursor past them would lose them.
  const holdsNothing = [lane, ...lane.below].every(({ members }) => members.every(({ plan }) => plan.definition.traits.state === 'none'));
  for (const split of splits) {
    const checkpoint = new Checkpoint(reading, split, store.startSplit(run, node.id, split.id));
    for await (const batch of source.read(context, split)) {
      control.check();
      await node.settle();
      await node.emit(batch, 'out');
      if (holdsNothing && batch.cursor) checkpoint.note(batch.cursor, batch.rows.length);
      await pacer.pause();
    }
    control.check();
    await node.settle();
    if (holdsNothing) await checkpoint.last();
  }
}

/**
 * Remembers how far a split has been read. A cursor is written only when every row before it has arrived: been written, dropped or
 * rejected. Reading goes on meanwhile.
 */
class Checkpoint {
  readonly #reading: SourceReading;
  readonly #split: Split;
  readonly #attempt: number;
  #cursor: Cursor | undefined;
  #rows = 0;
  #savedRows = 0;
  #savedAt = performance.now();
  #saving: Promise<void> | undefined;

  constructor(reading: SourceReading, split: Split, attempt: number) {
    this.#reading = reading;
    this.#split = split;
    this.#attempt = attempt;
  }

  note(cursor: Cursor, rows: number): void {
    this.#cursor = cursor;
    this.#rows += rows;
    if (this.#saving || (this.#rows - this.#savedRows < checkpointRows && performance.now() - this.#savedAt < checkpointMs)) return;
    this.#saving = this.#save().catch((error: unknown) => void this.#reading.control.fail(error)).finally(() => (this.#saving = undefined));
  }

  async last(): Promise<void> {
    await this.#saving;
    if (this.#rows > this.#savedRows) await this.#save();
  }

  async #save(): Promise<void> {
    const { run, lane, store } = this.#reading;
    const cursor = this.#cursor!;
    const rows = this.#rows;
    this.#savedRows = rows;
    this.#savedAt = performance.now();
    await lane.settled();
    const node = lane.head.id;
    if (store.checkpoint({ run, node, split: this.#split.id, attempt: this.#attempt, cursor, rows })) return;
    throw new AppError('service', 'runTakenOver', { message: `Another process has taken over the run ${run}. This one stops.`, where: { node } });
  }
}

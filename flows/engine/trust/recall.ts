import type { ChangeWork } from '../../kit/defineRun.ts';
import type { RunCheckpoint } from '../runStore/checkpoints.ts';
import type { RunStore } from '../runStore.ts';
import { KeyPrints } from './keyPrints.ts';
import type { LedgerEntry, LedgerOutcome } from './ledgerEntry.ts';
import { outcomeOf } from './outcomeOf.ts';

/** An entry that was sent, or about to be, before the run broke off. */
interface RecalledEntry {
  readonly entry: LedgerEntry;
  readonly batch: number;
  readonly place: number;
  /** Undefined: what became of it is not known. */
  readonly outcome: LedgerOutcome | undefined;
}

/**
 * What a resumed run remembers of a sink: the entries whose rows come again, since they lie after the last checkpoint, and the keys of
 * all that was sent. Jobs that were under way are asked for first.
 */
export class Recall {
  readonly keyPrints = new KeyPrints();
  /** The number of what was sent last. */
  lastBatch = 0;
  readonly #byPrint = new Map<string, RecalledEntry[]>();
  readonly #outcomes = new Map<number, (LedgerOutcome | undefined)[]>();
  readonly #changed = new Set<number>();
  readonly #settle: (batch: number, outcomes: readonly (LedgerOutcome | undefined)[]) => void;

  private constructor(settle: (batch: number, outcomes: readonly (LedgerOutcome | undefined)[]) => void) {
    this.#settle = settle;
  }

  static async of(store: RunStore, run: string, node: string, work: ChangeWork, checkpoint: RunCheckpoint['ledger'][string] | undefined): Promise<Recall> {
    const recall = new Recall((batch, outcomes) => store.settle(run, node, batch, outcomes));
    const open = new Set((checkpoint?.open ?? []).map(([batch, place]) => `${batch} ${place}`));
    for (const { batch, state, job, entries, outcomes: known } of store.readLedger(run, { node })) {
      recall.lastBatch = batch;
      let outcomes = [...known];
      if (state === 'sending' && work.settle) {
        const answers = await work.settle(job, entries);
        outcomes = entries.map((_, place) => outcomes[place] ?? (answers ? answers[place] && outcomeOf(answers[place]) : { state: 'notSent' }));
        store.settle(run, node, batch, outcomes);
      }
      entries.forEach((entry, place) => {
        const outcome = outcomes[place];
        if (outcome?.state === 'notSent') return;
        if (entry.keyPrint !== '') recall.keyPrints.add(entry.keyPrint);
        if (batch <= (checkpoint?.after ?? 0) && !open.has(`${batch} ${place}`)) return;
        const same = recall.#byPrint.get(entry.print);
        const recalled = { entry, batch, place, outcome };
        if (same) same.push(recalled);
        else recall.#byPrint.set(entry.print, [recalled]);
      });
      if (outcomes.length < entries.length || outcomes.includes(undefined)) recall.#outcomes.set(batch, entries.map((_, place) => outcomes[place]));
    }
    return recall;
  }

  /** The entry of a row that comes again; each is given once. */
  take(print: string): RecalledEntry | undefined {
    return this.#byPrint.get(print)?.shift();
  }

  /** Says what became of an entry that had no outcome. Kept by `save`. */
  decide({ batch, place }: RecalledEntry, outcome: LedgerOutcome): void {
    const outcomes = this.#outcomes.get(batch);
    if (!outcomes) return;
    outcomes[place] = outcome;
    this.#changed.add(batch);
  }

  save(): void {
    for (const batch of this.#changed) this.#settle(batch, this.#outcomes.get(batch)!);
    this.#changed.clear();
  }

  /** The entries whose rows have not come again yet, as a checkpoint keeps them. */
  open(): [number, number][] {
    return [...this.#byPrint.values()].flatMap((entries) => entries.map(({ batch, place }): [number, number] => [batch, place]));
  }

  /** All rows are in: what did not come again and has no outcome stays in doubt. Gives these entries. */
  end(): LedgerEntry[] {
    const lost = [...this.#byPrint.values()].flat().filter(({ outcome }) => outcome === undefined);
    for (const recalled of lost) this.decide(recalled, { state: 'inDoubt' });
    this.save();
    return lost.map(({ entry }) => entry);
  }
}

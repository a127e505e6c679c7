import type { Batch } from '../../kit/batch.ts';
import type { Sent } from '../../kit/change.ts';
import type { ChangeWork } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { RunStore } from '../runStore.ts';
import type { LedgerOutcome, NewEntry } from './ledgerEntry.ts';
import { outcomeOf } from './outcomeOf.ts';

/** A change that is to be sent, and the row it came from. */
export interface Waiting {
  readonly batch: Batch;
  readonly row: number;
  readonly entry: NewEntry;
}

/** What goes out together, and when: see `Sending`. */
interface Part {
  readonly waiting: readonly Waiting[];
  readonly atOnce: number;
}

type Answers = readonly (Sent | undefined)[];

/** A part that has come back. */
interface Returned {
  readonly waiting: readonly Waiting[];
  readonly number: number;
  readonly answers: Answers;
}

export interface SendLineParts {
  readonly run: string;
  readonly attempt: number;
  readonly node: string;
  readonly store: RunStore;
  readonly work: Pick<ChangeWork, 'send'>;
  readonly signal: AbortSignal;
  /** Of what was sent before the run was resumed; 0 for nothing. */
  readonly lastNumber: number;
  /** Hears what came of a part once the ledger has it. */
  readonly onSettled: (waiting: readonly Waiting[], answers: Answers, outcomes: readonly (LedgerOutcome | undefined)[]) => void;
}

/** While so many rows wait in line there is no need for more: what is under way will not run out before the next batch has been previewed. */
const enoughRows = 1000;

/**
 * Sends the parts of what was gathered, as many at a time as they allow, and keeps the ledger: an intent before a part goes out, durable, and
 * its outcomes after. Whatever may begin at one moment is announced with one wait for the disk. After a fault nothing begins any more, and
 * what is under way comes to its end.
 */
export class SendLine {
  readonly #parts: SendLineParts;
  readonly #line: Part[] = [];
  readonly #returned: Returned[] = [];
  #rowsInLine = 0;
  #underWay = 0;
  #lastNumber: number;
  #fault: { readonly error: unknown } | undefined;
  #isStopped = false;
  #isDue = false;
  /** Resolves at the next step. */
  #step = Promise.withResolvers<void>();

  constructor(parts: SendLineParts) {
    this.#parts = parts;
    this.#lastNumber = parts.lastNumber;
  }

  /** The ledger's number of what was sent last. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  put(parts: readonly Part[]): void {
    this.#line.push(...parts);
    for (const { waiting } of parts) this.#rowsInLine += waiting.length;
    this.#wake();
  }

  /** Resolves when more may be put in line. Rejects after a fault, when nothing is under way any more. */
  room(): Promise<void> {
    return this.#until(() => this.#rowsInLine < enoughRows);
  }

  /** Resolves when everything has its outcome. Rejects as `room` does. */
  ended(): Promise<void> {
    return this.#until(() => this.#rowsInLine === 0 && this.#isQuiet);
  }

  /** Begins nothing more; resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    while (!this.#isQuiet) await this.#step.promise;
  }

  get #isQuiet(): boolean {
    return this.#underWay === 0 && this.#returned.length === 0;
  }

  async #until(isSo: () => boolean): Promise<void> {
    const { signal } = this.#parts;
    for (;;) {
      if (this.#fault && this.#isQuiet) throw this.#fault.error;
      if (!this.#fault && isSo()) return;
      if (signal.aborted && this.#isQuiet) throw signal.reason;
      await this.#step.promise;
    }
  }

  /** Takes a step at the end of this turn: what returns until then is dealt with together. */
  #wake(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      try {
        this.#settle();
        this.#begin();
      } catch (error) {
        this.#fault ??= { error };
      }
      this.#step.resolve();
      this.#step = Promise.withResolvers();
    });
  }

  #settle(): void {
    const { store, run, node, onSettled } = this.#parts;
    for (const { waiting, number, answers } of this.#returned.splice(0)) {
      const outcomes = waiting.map((_, place) => answers[place] && outcomeOf(answers[place]));
      store.settle(run, node, number, outcomes);
      onSettled(waiting, answers, outcomes);
    }
  }

  #begin(): void {
    const { store, run, node, attempt, signal } = this.#parts;
    if (this.#fault || this.#isStopped || signal.aborted) return;
    let count = 0;
    while (count < this.#line.length && this.#underWay + count < this.#line[count]!.atOnce) count++;
    if (count === 0) return;
    const parts = this.#line.splice(0, count).map(({ waiting }) => ({ waiting, entries: waiting.map(({ entry }) => entry) }));
    const numbers = store.intend(run, node, attempt, parts.map(({ entries }) => entries));
    this.#lastNumber = numbers.at(-1)!;
    this.#underWay += count;
    parts.forEach(({ waiting, entries }, at) => {
      this.#rowsInLine -= waiting.length;
      void this.#send(waiting, entries, numbers[at]!);
    });
  }

  async #send(waiting: readonly Waiting[], entries: readonly NewEntry[], number: number): Promise<void> {
    const { work, store, run, node } = this.#parts;
    try {
      const { answers, error } = await work.send(entries, (job) => store.noteJob(run, node, number, job));
      this.#returned.push({ waiting, number, answers });
      if (error !== undefined) throw stopped(error);
    } catch (error) {
      this.#fault ??= { error };
    }
    this.#underWay--;
    this.#wake();
  }
}

/** A sending that a busy service cut off is not tried again here: what of it was written is looked up when the run is resumed. */
function stopped(error: unknown): unknown {
  if (!(error instanceof AppError) || error.kind !== 'busy') return error;
  return new AppError('service', error.code, { message: error.message, hint: 'Resume the run: it looks up first what was taken.', cause: error, data: error.data });
}

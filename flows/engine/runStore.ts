import type { Cursor } from '../kit/batch.ts';
import { AppError, type ErrorData } from '../kit/errors.ts';
import type { Cell, Schema } from '../kit/schema.ts';
import type { FinishedEvent, RunEvent, RunState } from './events.ts';
import type { RunRequest } from './runRequest.ts';
import { runEvents } from './runStore/runEvents.ts';
import { openDatabase } from './runStore/database.ts';
import { rejectedParts } from './runStore/rejectedParts.ts';
import { checkpoints, type RunCheckpoint } from './runStore/checkpoints.ts';
import { ledger } from './runStore/ledger.ts';
import { runRecords } from './runStore/runRecords.ts';
import { samples } from './runStore/samples.ts';
import { splits } from './runStore/splits.ts';
import type { Sealer } from './sealer.ts';

/** Rows of a whole run: read by its sources, written by its sinks, rejected by any node. */
export interface RunTotals {
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
}

/** A run as lists show it. */
export interface RunSummary extends RunTotals {
  readonly run: string;
  readonly flow: string;
  readonly path?: string;
  /** The run whose rejected rows this one took again. */
  readonly parent?: string;
  /** A plan writes nothing: what it counts as written would be. */
  readonly mode: 'write' | 'plan';
  /** The plan this run applied, or the run it took back. */
  readonly about?: string;
  readonly state: RunState;
  readonly startedAt: string;
  readonly elapsedMs: number;
}

/** An event and its place among the events of its run; higher is later. */
export interface StoredEvent {
  readonly sequence: number;
  readonly event: RunEvent;
}

/** A page of the rows kept from an edge. */
export interface SamplePage {
  readonly schema: Schema;
  readonly rows: readonly (readonly Cell[])[];
  /** Rows that were kept. */
  readonly kept: number;
  /** Rows that went over the edge. */
  readonly total: number;
}

/** Rejected rows of one node, sealed: see keptRows.ts. */
export interface KeptRejects {
  readonly node: string;
  readonly rows: number;
  readonly sealed: Uint8Array;
}

export interface SampleRecord {
  readonly edge: string;
  readonly schema: Schema;
  /** Of each column of the schema its cells, as a list in JSON. */
  readonly columns: readonly string[];
  /** Rows kept: as many as each list has cells. */
  readonly kept: number;
  readonly total: number;
}

export interface SplitCheckpoint {
  readonly run: string;
  readonly node: string;
  readonly split: string;
  readonly attempt: number;
  /** Absent where a source cannot be read on from. */
  readonly cursor?: Cursor | undefined;
  readonly rows: number;
}

/**
 * What is known of runs, in one SQLite file that several processes use at once: the engine of a run writes, windows and lists read.
 * Throws kind `service` (`runStore`) when the file cannot be read or written.
 */
export interface RunStore extends ReturnType<typeof ledger> {
  /** Where it is; `:memory:` for one that ends with its process. */
  readonly file: string;
  /** Makes a run known as running in this process. The same run again: this process has taken it over. */
  createRun(request: RunRequest): void;
  /** Keeps an event and gives its sequence. Of progress only the latest is kept, so it must be complete. */
  appendEvent(run: string, event: RunEvent, totals?: RunTotals): number;
  /** Keeps the last event and the state it says; gives the event's sequence. */
  finishRun(run: string, event: FinishedEvent, totals?: RunTotals): number;
  /** The run's process is gone: ends it with what is known. Undefined when it had ended already. */
  markInterrupted(run: string, error?: ErrorData, state?: 'interrupted' | 'cancelled'): StoredEvent | undefined;
  /** Marks every run whose process is gone; gives their ids. For whoever opens the store first after a crash. */
  interruptDeadRuns(): string[];
  readEvents(run: string, after?: number): StoredEvent[];
  /** The latest runs, newest first; of one flow file when `path` is given. */
  listRuns(query?: { readonly path?: string | undefined; readonly limit?: number }): RunSummary[];
  readRun(run: string): RunSummary | undefined;
  /** What a run was asked to do: the flow as it was then, its folder, its parameters. */
  readRequest(run: string): RunRequest | undefined;
  /** Keeps a part of the rows that a node rejected, sealed; a resumed run adds to what is there. */
  keepRejected(run: string, node: string, rows: number, sealed: Uint8Array): void;
  /** The parts of what was kept of a run, in the order in which they were rejected, one at a time. */
  readRejected(run: string): IterableIterator<KeptRejects>;
  /** Rows kept of each node of a run. */
  countRejected(run: string): Readonly<Record<string, number>>;
  /** Replaces what is kept of an edge; without columns only its total changes. */
  saveSample(run: string, sample: SampleRecord | Pick<SampleRecord, 'edge' | 'total'>): void;
  /** Does several writes as one: all of them or none, and one wait for the disk. */
  together<R>(work: () => R): R;
  /** An edge that no row and no column went over yet gives an empty page. */
  readSample(run: string, edge: string, offset: number, limit: number): SamplePage;
  /** A new attempt at a split; gives its number. Attempts before it can write nothing any more. */
  startSplit(run: string, node: string, split: string): number;
  /** Keeps how far the sources have been read, and all that was counted until then. False when another process has taken over. */
  saveCheckpoint(run: string, splits: readonly SplitCheckpoint[], checkpoint: RunCheckpoint): boolean;
  readCheckpoint(run: string): RunCheckpoint | undefined;
  /** Forgets the rejected rows that a resumed run will reject again: those kept after the checkpoint, or all where there is none. */
  forgetRejected(run: string, checkpoint: RunCheckpoint | undefined): void;
  /** Which of the processes that have had the run has it now; fences `intend`. */
  attemptOf(run: string): number;
  close(): void;
}

/**
 * Opens a run store, and makes it where there is none. The folder above it must be there.
 *
 * @param sealer what people's data is kept under, or who gives it; without it, a store in a file keeps none of it
 */
export function openRunStore(file: string, sealer?: Sealer | (() => Sealer | undefined)): RunStore {
  const database = guarded(file, () => openDatabase(file));
  const sealerNow = typeof sealer === 'function' ? sealer : () => sealer;
  const parts = {
    ...runRecords(database),
    ...runEvents(database),
    ...samples(database, sealerNow),
    ...splits(database),
    ...checkpoints(database),
    ...ledger(database, sealerNow),
    ...rejectedParts(database),
    close: () => database.close(),
  };
  return { file, ...guardAll(file, parts), together: (work) => guarded(file, () => database.transaction(work)) };
}

type Calls = Record<string, (...values: never[]) => unknown>;

function guardAll<T extends Calls>(file: string, calls: T): T {
  const guardOne = (call: Calls[string]): Calls[string] => (...values) => guarded(file, () => call(...values));
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, guardOne(call)])) as T;
}

/** Gives the database's own errors their kind. */
function guarded<R>(file: string, call: () => R): R {
  try {
    return call();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    throw new AppError('service', 'runStore', {
      message: `The run store ${file} cannot be used: ${cause}.`,
      hint: 'Look whether the disk is full and the file may be written.',
      cause: error,
    });
  }
}

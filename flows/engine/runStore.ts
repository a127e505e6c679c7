import type { Cursor } from '../kit/batch.ts';
import { AppError, type ErrorData } from '../kit/errors.ts';
import type { Cell, Schema } from '../kit/schema.ts';
import type { FinishedEvent, RunEvent, RunState } from './events.ts';
import type { RunRequest } from './runRequest.ts';
import { runEvents } from './runStore/runEvents.ts';
import { openDatabase } from './runStore/database.ts';
import { runRecords } from './runStore/runRecords.ts';
import { samples } from './runStore/samples.ts';
import { splits } from './runStore/splits.ts';

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

export interface SampleRecord {
  readonly edge: string;
  readonly schema: Schema;
  readonly rows: readonly (readonly Cell[])[];
  readonly total: number;
}

export interface SplitCheckpoint {
  readonly run: string;
  readonly node: string;
  readonly split: string;
  readonly attempt: number;
  readonly cursor: Cursor;
  readonly rows: number;
}

/**
 * What is known of runs, in one SQLite file that several processes use at once: the engine of a run writes, windows and lists read.
 * Throws kind `service` (`runStore`) when the file cannot be read or written.
 */
export interface RunStore {
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
  /** Replaces what is kept of an edge; without rows only its total changes. */
  saveSample(run: string, sample: SampleRecord | Pick<SampleRecord, 'edge' | 'total'>): void;
  /** An edge that no row and no column went over yet gives an empty page. */
  readSample(run: string, edge: string, offset: number, limit: number): SamplePage;
  /** A new attempt at a split; gives its number. Attempts before it can write nothing any more. */
  startSplit(run: string, node: string, split: string): number;
  /** False when the attempt is not the latest: somebody else has taken over. */
  checkpoint(checkpoint: SplitCheckpoint): boolean;
  close(): void;
}

/** Opens a run store, and makes it where there is none. The folder above it must be there. */
export function openRunStore(file: string): RunStore {
  const database = guarded(file, () => openDatabase(file));
  const parts = { ...runRecords(database), ...runEvents(database), ...samples(database), ...splits(database), close: () => database.close() };
  return { file, ...guardAll(file, parts) };
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

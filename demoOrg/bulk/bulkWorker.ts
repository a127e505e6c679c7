import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import type { RecordInput } from '../records/objectWriter.ts';
import { isQuery, type Job, type Work } from './bulkJob.ts';
import { bulkQuery } from './bulkQuery.ts';
import type { BulkStore } from './bulkStore.ts';
import { CsvFault } from './csvFormat.ts';
import { runIngest } from './runIngest.ts';
import type { Spool } from './spool.ts';
import { csvRows } from './uploadedRows.ts';
import { clientBatch } from './v1/clientBatch.ts';
import { writeResult } from './writeResult.ts';

const bytesOfMegabyte = 1_024 * 1_024;
const internalError = 'InternalServerError : An unexpected error occurred.';
/** So many jobs run at the same time, taking turns batch by batch. */
const atOnce = 4;

export interface WorkerParts {
  readonly org: OrgContext;
  readonly store: BulkStore;
  readonly spool: Spool;
  /** How long a job waits before it begins. */
  readonly latencyMs: number;
  /** A second connection to the org's file; undefined for an org in memory, which has only one. */
  readonly openReader: (() => Database) | undefined;
}

/** Does what is queued, in the background. */
export interface BulkWorker {
  /** There may be something to do. */
  wake(): void;
  /** Stops after the batch that is being written; the next start goes on. */
  close(): Promise<void>;
}

export function bulkWorker({ org, store, spool, latencyMs, openReader }: WorkerParts): BulkWorker {
  const running = new Map<string, Promise<void>>();
  /** Jobs that a fault keeps from ending; the next start heals them. */
  const stuck = new Set<string>();
  const stop = new AbortController();
  const { signal } = stop;

  function wake(): void {
    if (signal.aborted) return;
    for (const work of store.unfinished()) {
      if (running.size >= atOnce) return;
      if (running.has(work.id) || stuck.has(work.id)) continue;
      running.set(
        work.id,
        perform(work).finally(() => {
          running.delete(work.id);
          wake();
        }),
      );
    }
  }

  async function perform(work: Work): Promise<void> {
    try {
      if (work.state === 'Queued') await sleep(Math.max(0, work.createdAt + latencyMs - org.now().getTime()), undefined, { signal });
      const job = store.job(work.job);
      const state = store.work(work.id)?.state;
      if (!job || (state !== 'Queued' && state !== 'InProgress')) return;
      store.setWork(work.id, { state: 'InProgress' });
      if (meetsFault(work)) return;
      if (isQuery(job)) await runQuery(job, work);
      else if (await runIngest(org, store, job, work, inputsOf(job, work), signal)) store.setWork(work.id, { state: 'Completed' });
    } catch (error) {
      // What was stopped stays as it is, for the next start.
      if (!signal.aborted) store.setWork(work.id, { state: 'Failed', message: messageOf(error) });
    }
  }

  /** Ends a job against the rule, where that was asked for. */
  function meetsFault(work: Work): boolean {
    const fault = org.faults.job();
    if (fault === 'failed') store.setWork(work.id, { state: 'Failed', message: internalError });
    if (fault === 'aborted') store.setWork(work.id, { state: 'NotProcessed' });
    if (fault === 'stuck') stuck.add(work.id);
    return fault !== undefined;
  }

  /** The rows that are not done yet. */
  function* inputsOf(job: Job, work: Work): Generator<RecordInput> {
    const schema = org.schemaFor(job.createdById);
    if (job.api === 1) yield* clientBatch(spool.readData(work.id), schema, job).slice(work.processed);
    else yield* csvRows(spool.readData(work.id), schema, schema.at(job.object), job, work.processed);
  }

  async function runQuery(job: Job, work: Work): Promise<void> {
    const startedAt = performance.now();
    const query = bulkQuery(org, work.query!, job.operation === 'queryAll', job.createdById);
    const reader = openReader?.();
    try {
      const options = { mayPause: reader !== undefined, signal };
      const { records, marks } = await writeResult(reader ?? org.database, query, job, spool.openResult(work.id), options);
      if (store.work(work.id)?.state !== 'InProgress') return spool.remove(work.id);
      org.limits.count('DailyBulkV2QueryFileStorageMB', Math.ceil(marks.at(-1)! / bytesOfMegabyte));
      store.setWork(work.id, { state: 'Completed', marks, processed: records, activeMs: Math.round(performance.now() - startedAt) });
    } finally {
      reader?.close();
    }
  }

  return {
    wake,
    async close() {
      stop.abort();
      await Promise.all(running.values());
    },
  };
}

function messageOf(error: unknown): string {
  if (error instanceof CsvFault) return error.message;
  if (error instanceof OrgError) return `${error.errorCode} : ${error.message}`;
  process.stderr.write(`demo org: bulk job: ${(error as Error).stack ?? String(error)}\n`);
  return internalError;
}

import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../kit/errors.ts';
import type { OrgCounters, SalesforceOrg } from '../salesforceOrg.ts';

/** A job as the Bulk API 2.0 answers it, as far as Sluice reads it. */
export interface BulkJob {
  readonly id: string;
  readonly state: 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
  readonly object: string;
  readonly numberRecordsProcessed?: number;
  readonly numberRecordsFailed?: number;
  readonly errorMessage?: string;
}

/** A job whose rows are with the org. Kept, it is all that is needed to go on after a crash, together with the rows. */
export interface IngestJob {
  readonly id: string;
  /** The ordinal of its first row in the whole input, from 0. */
  readonly firstRow: number;
  readonly rowCount: number;
}

export type JobKind = 'ingest' | 'query';

export interface Patience {
  /** A job that has not moved for so long is given up, not ended: its id is in the error. An org tries a batch ten times for ten minutes each. */
  readonly stillMs?: number;
}

const usualStillMs = 2 * 60 * 60_000;
const firstWaitMs = 50;
const mostWaitMs = 10_000;

/** Waits until the job has ended, asking ever more rarely. What ended it is for the caller to look at. */
export async function endOfJob(org: SalesforceOrg, kind: JobKind, id: string, counters: OrgCounters, signal: AbortSignal, { stillMs = usualStillMs }: Patience = {}): Promise<BulkJob> {
  let waitMs = firstWaitMs;
  let seen = '';
  let movedAt = performance.now();
  for (;;) {
    const job = await jobState(org, kind, id, counters, signal);
    if (job.state === 'JobComplete' || job.state === 'Failed' || job.state === 'Aborted') return job;
    const now = `${job.state} ${job.numberRecordsProcessed ?? 0}`;
    if (now !== seen) movedAt = performance.now();
    seen = now;
    if (performance.now() - movedAt > stillMs) throw stuck(job, stillMs);
    await wait(waitMs, undefined, { signal });
    waitMs = Math.min(mostWaitMs, waitMs * 1.5);
  }
}

export function jobState(org: SalesforceOrg, kind: JobKind, id: string, counters: OrgCounters, signal: AbortSignal): Promise<BulkJob> {
  return org.request<BulkJob>({ method: 'GET', path: `/jobs/${kind}/${id}`, idempotent: true, isFinishing: true }, counters, signal);
}

/** Tells the org to stop working on a job. What it has done stays done. */
export async function abortJob(org: SalesforceOrg, kind: JobKind, id: string, counters: OrgCounters, signal: AbortSignal): Promise<void> {
  await org.request({ method: 'PATCH', path: `/jobs/${kind}/${id}`, body: { state: 'Aborted' }, idempotent: true, isFinishing: true }, counters, signal);
}

/** How a job ended, in the org's words: `Failed: InvalidBatch …`. */
export function wordsOf({ state, errorMessage }: BulkJob): string {
  return errorMessage ? `${state}: ${errorMessage}` : state;
}

function stuck({ id, state }: BulkJob, stillMs: number): AppError {
  return new AppError('service', 'bulkJobStuck', {
    message: `The org has not gone on with the bulk job ${id} for ${Math.round(stillMs / 60_000)} minutes; it is still ${state}.`,
    hint: 'It may be busy with other jobs: look under Bulk Data Load Jobs in Setup, and resume the run later. The job goes on meanwhile.',
    data: { job: id },
  });
}

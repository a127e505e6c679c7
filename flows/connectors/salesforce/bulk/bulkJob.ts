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
  /** How long the jobs before took: the first question is asked when this one may have ended, which saves calls and time. */
  readonly pace?: JobPace;
}

/** What the last job of a kind took, where there was one. */
export interface JobPace {
  last?: { readonly ms: number; readonly rows: number };
}

const usualStillMs = 2 * 60 * 60_000;
const firstWaitMs = 50;
const mostWaitMs = 10_000;
const mostExpectedMs = 60_000;

/**
 * Waits until the job has ended, asking ever more rarely. What ended it is for the caller to look at.
 * @param rows of the job, where they are known
 */
export async function endOfJob(org: SalesforceOrg, kind: JobKind, id: string, counters: OrgCounters, signal: AbortSignal, { stillMs = usualStillMs, pace }: Patience = {}, rows = 0): Promise<BulkJob> {
  const begunAt = performance.now();
  // Of a smaller job before, a larger one takes that long at least.
  const expectedMs = pace?.last ? pace.last.ms * Math.min(1, rows / pace.last.rows) : 0;
  let seen = '';
  let movedAt = begunAt;
  if (expectedMs > firstWaitMs) await wait(Math.min(mostExpectedMs, expectedMs * 0.9), undefined, { signal });
  for (;;) {
    const job = await jobState(org, kind, id, counters, signal);
    const tookMs = performance.now() - begunAt;
    if (job.state === 'JobComplete' || job.state === 'Failed' || job.state === 'Aborted') {
      if (pace && rows > 0) pace.last = { ms: tookMs, rows };
      return job;
    }
    const now = `${job.state} ${job.numberRecordsProcessed ?? 0}`;
    if (now !== seen) movedAt = performance.now();
    seen = now;
    if (performance.now() - movedAt > stillMs) throw stuck(job, stillMs);
    await wait(Math.min(mostWaitMs, Math.max(firstWaitMs, tookMs * (tookMs < expectedMs * 1.5 ? 0.1 : 0.5))), undefined, { signal });
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

import { AppError } from '../../kit/errors.ts';
import { abortJob, endOfJob, jobState, type BulkJob, type IngestJob, type Patience } from './bulk/bulkJob.ts';
import { ingestOutcomes, type IngestOutcome } from './bulk/ingestOutcomes.ts';
import { RowHashes } from './bulk/rowHashes.ts';
import { spoolUploads, usualJobSizes, type IngestRow, type JobSizes, type Spooled } from './bulk/spoolUpload.ts';
import type { OrgCounters, SalesforceOrg } from './salesforceOrg.ts';

export { clearField, type IngestRow } from './bulk/spoolUpload.ts';
export type { IngestJob, JobPace } from './bulk/bulkJob.ts';
export type { IngestOutcome } from './bulk/ingestOutcomes.ts';

export type IngestOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete';

export interface IngestRequest extends Patience {
  readonly operation: IngestOperation;
  readonly object: string;
  /** For upsert. */
  readonly externalId?: string;
  readonly assignmentRuleId?: string;
  /** Fields, or `Account.External_Key__c`; in the order of the cells. */
  readonly columns: readonly string[];
  /** In groups of any size. Read as far as the job that is being filled needs it: they never lie in memory together. */
  readonly rows: AsyncIterable<readonly IngestRow[]>;
  /**
   * Awaited when the rows of a job are with the org and before the org is told to begin: a crash before it has written nothing, after it
   * `resumeIngest` finds the job again. What it rejects with ends the ingest, and the job is aborted.
   */
  readonly onJob: (job: IngestJob) => void | Promise<void>;
  readonly sizes?: JobSizes;
}

const mostUploads = 5;

/**
 * Writes rows with the Bulk API 2.0, in as many jobs as their size takes, one after another. Gives what became of every row, in no order,
 * each row exactly once, bound to it by what is in it. Rejects with kind `service` (`bulkJobFailed`, `bulkJobStuck`) after the outcomes
 * that are known have been given.
 */
export async function* bulkIngest(org: SalesforceOrg, request: IngestRequest, counters: OrgCounters, signal: AbortSignal): AsyncGenerator<readonly IngestOutcome[]> {
  for await (const spooled of spoolUploads(request.columns, request.rows, request.sizes ?? usualJobSizes)) {
    const id = await uploadedJob(org, request, spooled, counters, signal);
    await spooled.remove();
    const job: IngestJob = { id, firstRow: spooled.firstRow, rowCount: spooled.rowCount };
    try {
      await request.onJob(job);
    } catch (error) {
      await abortJob(org, 'ingest', id, counters, signal);
      throw error;
    }
    await begin(org, id, counters, signal);
    yield* outcomesOf(org, job, spooled.hashes, request, counters, signal);
  }
}

/** What is needed to go on with a job after a crash. */
export interface ResumeRequest extends Patience {
  readonly job: IngestJob;
  /** The job's rows again, and only those: the same cells in the same columns, in any order that ordinals can be given to. */
  readonly rows: AsyncIterable<readonly IngestRow[]>;
}

/** Goes on with a job that `onJob` was told of: begins it where that had not been done, waits for its end, and gives what became of its rows. */
export async function* resumeIngest(org: SalesforceOrg, request: ResumeRequest, counters: OrgCounters, signal: AbortSignal): AsyncGenerator<readonly IngestOutcome[]> {
  const { job } = request;
  const hashes = new RowHashes(job.rowCount);
  let ordinal = job.firstRow;
  for await (const group of request.rows) for (const row of group) hashes.add(row, ordinal++);
  const { state } = await jobState(org, 'ingest', job.id, counters, signal);
  if (state === 'Open') await begin(org, job.id, counters, signal);
  yield* outcomesOf(org, job, hashes, request, counters, signal);
}

/**
 * A job that holds the rows of an upload, still open. What an upload that broke has left nobody can know, so its job is aborted and the
 * rows go to a new one: nothing of it had begun.
 */
async function uploadedJob(org: SalesforceOrg, request: IngestRequest, spooled: Spooled, counters: OrgCounters, signal: AbortSignal): Promise<string> {
  const { operation, object, externalId: externalIdFieldName, assignmentRuleId } = request;
  // What is undefined is left out of the JSON.
  const body = { object, operation, externalIdFieldName, assignmentRuleId, contentType: 'CSV', lineEnding: 'LF', columnDelimiter: 'COMMA' };
  for (let tries = 1; ; tries++) {
    // An open job without rows does nothing, so one that was made twice does no harm.
    const { id } = await org.request<BulkJob>({ method: 'POST', path: '/jobs/ingest', body, idempotent: true }, counters, signal);
    try {
      const { sizeBytes } = spooled;
      await org.upload({ path: `/jobs/ingest/${id}/batches`, contentType: 'text/csv', sizeBytes, open: () => spooled.open(), isFinishing: true }, counters, signal);
      return id;
    } catch (error) {
      signal.throwIfAborted();
      // The error that matters is the first one.
      await abortJob(org, 'ingest', id, counters, signal).catch(() => undefined);
      if (!(error instanceof AppError) || error.kind !== 'busy') throw error;
      if (tries === mostUploads) throw new AppError('service', error.code, { message: error.message, cause: error, ...(error.hint === undefined ? {} : { hint: error.hint }) });
      counters.count('retries', 1);
    }
  }
}

/** Tells the org that all rows are there. An answer that was lost makes it say the second time that the job is no longer open: that is as good. */
async function begin(org: SalesforceOrg, id: string, counters: OrgCounters, signal: AbortSignal): Promise<void> {
  try {
    await org.request({ method: 'PATCH', path: `/jobs/ingest/${id}`, body: { state: 'UploadComplete' }, idempotent: true, isFinishing: true }, counters, signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.data['errorCode'] !== 'INVALIDJOBSTATE') throw error;
    if ((await jobState(org, 'ingest', id, counters, signal)).state === 'Open') throw error;
  }
}

async function* outcomesOf(org: SalesforceOrg, job: IngestJob, hashes: RowHashes, patience: Patience, counters: OrgCounters, signal: AbortSignal): AsyncGenerator<readonly IngestOutcome[]> {
  const ended = await endOfJob(org, 'ingest', job.id, counters, signal, patience, job.rowCount);
  yield* ingestOutcomes(org, job, ended, hashes, counters, signal);
}

import { storedMoment } from '../../records/readField.ts';
import { isQuery, type Job, type Work, type WorkState } from '../bulkJob.ts';

/** The states of Bulk API 2.0. */
export type JobInfoState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

const states: Readonly<Record<WorkState, JobInfoState>> = {
  Queued: 'UploadComplete',
  InProgress: 'InProgress',
  Completed: 'JobComplete',
  Failed: 'Failed',
  NotProcessed: 'Aborted',
};

export function stateOf(job: Job, work: Work | undefined): JobInfoState {
  if (work) return states[work.state];
  return job.state === 'Aborted' ? 'Aborted' : job.state === 'Open' ? 'Open' : 'UploadComplete';
}

/** A job right after it was made, without its counters. */
export function newJobInfo(job: Job, work?: Work): Record<string, unknown> {
  const version = `v${job.apiVersion}.0`;
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.createdById,
    createdDate: storedMoment(job.createdAt),
    systemModstamp: storedMoment(Math.max(job.changedAt, work?.changedAt ?? 0)),
    state: stateOf(job, work),
    ...(job.externalId === undefined ? {} : { externalIdFieldName: job.externalId }),
    concurrencyMode: job.concurrencyMode,
    contentType: job.contentType,
    apiVersion: job.apiVersion,
    ...(isQuery(job) ? {} : { contentUrl: `services/data/${version}/jobs/ingest/${job.id}/batches` }),
    lineEnding: job.lineEnding,
    columnDelimiter: job.delimiter,
  };
}

/** Everything about a job. */
export function jobInfo(job: Job, work: Work | undefined): Record<string, unknown> {
  const { processed = 0, failed = 0, activeMs = 0, message = null } = work ?? {};
  const common = { ...newJobInfo(job, work), numberRecordsProcessed: processed, retries: 0, totalProcessingTime: activeMs };
  if (isQuery(job)) return { ...common, jobType: 'V2Query', isPkChunkingSupported: true, ...(message === null ? {} : { errorMessage: message }) };
  return {
    ...common,
    jobType: 'V2Ingest',
    numberRecordsFailed: failed,
    apiActiveProcessingTime: activeMs,
    apexProcessingTime: 0,
    ...(message === null ? {} : { errorMessage: message }),
  };
}

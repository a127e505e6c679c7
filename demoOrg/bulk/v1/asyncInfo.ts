import type { Job, Work } from '../bulkJob.ts';

type Info = Record<string, string | number | null>;

const moment = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}.000Z`;
const sum = (works: readonly Work[], of: (work: Work) => number): number => works.reduce((total, work) => total + of(work), 0);

/** A job as Bulk 1.0 tells it: with the counts of its batches. */
export function asyncJobInfo(job: Job, works: readonly Work[]): Info {
  const count = (state: Work['state']): number => works.filter((work) => work.state === state).length;
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.createdById,
    createdDate: moment(job.createdAt),
    systemModstamp: moment(Math.max(job.changedAt, ...works.map(({ changedAt }) => changedAt))),
    state: job.state,
    externalIdFieldName: job.externalId ?? null,
    concurrencyMode: job.concurrencyMode,
    contentType: job.contentType,
    numberBatchesQueued: count('Queued'),
    numberBatchesInProgress: count('InProgress'),
    numberBatchesCompleted: count('Completed'),
    numberBatchesFailed: count('Failed'),
    numberBatchesTotal: works.length,
    numberRecordsProcessed: sum(works, ({ processed }) => processed),
    numberRetries: 0,
    apiVersion: `${job.apiVersion}.0`,
    numberRecordsFailed: sum(works, ({ failed }) => failed),
    totalProcessingTime: sum(works, ({ activeMs }) => activeMs),
    apiActiveProcessingTime: sum(works, ({ activeMs }) => activeMs),
    apexProcessingTime: 0,
  };
}

export function asyncBatchInfo(work: Work): Info {
  return {
    id: work.id,
    jobId: work.job,
    state: work.state,
    stateMessage: work.message,
    createdDate: moment(work.createdAt),
    systemModstamp: moment(work.changedAt),
    numberRecordsProcessed: work.processed,
    numberRecordsFailed: work.failed,
    totalProcessingTime: work.activeMs,
    apiActiveProcessingTime: work.activeMs,
    apexProcessingTime: 0,
  };
}

import { AppError } from '../../kit/errors.ts';
import { endOfJob, wordsOf, type BulkJob, type Patience } from './bulk/bulkJob.ts';
import { resultRows, type ResultRows } from './bulk/resultRows.ts';
import type { OrgCounters, SalesforceOrg } from './salesforceOrg.ts';

/** Where reading a query's results can go on, in this run or a later one: results are kept for seven days. */
export interface BulkQueryPlace {
  readonly job: string;
  /** Of the page; blank for the first one. */
  readonly locator: string;
  /** Rows of that page that have been given. */
  readonly passed: number;
  /** Rows of all pages that have been given. */
  readonly rows: number;
}

export interface BulkQueryRequest extends Patience {
  readonly soql: string;
  /** With deleted and archived records. */
  readonly isAll: boolean;
  /** Rows of a page. A page is what is asked for again when its transfer breaks. */
  readonly pageRows?: number;
}

/** Some rows, and where reading goes on after them. */
export interface QueriedRows extends ResultRows {
  readonly place: BulkQueryPlace;
}

const usualPageRows = 100_000;

/** Starts a query job and gives the place of its first row: from here on the job is the org's, and its id is all that is needed to go on. */
export async function startBulkQuery(org: SalesforceOrg, { soql, isAll }: BulkQueryRequest, counters: OrgCounters, signal: AbortSignal): Promise<BulkQueryPlace> {
  const body = { operation: isAll ? 'queryAll' : 'query', query: soql, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' };
  // A job that was made twice, because an answer got lost, is read once.
  const { id } = await org.request<BulkJob>({ method: 'POST', path: '/jobs/query', body, idempotent: true }, counters, signal);
  return { job: id, locator: '', passed: 0, rows: 0 };
}

/**
 * The rows of a query job from a place on, page after page as they arrive: nothing is held but what is on its way. Rejects with kind
 * `service` when the org ended the job (`bulkJobFailed`) and when, in the end, the org's count is not what was read (`bulkCountDiffers`).
 */
export async function* bulkQuery(org: SalesforceOrg, request: BulkQueryRequest, from: BulkQueryPlace, counters: OrgCounters, signal: AbortSignal): AsyncGenerator<QueriedRows> {
  const { job } = from;
  const ended = await endOfJob(org, 'query', job, counters, signal, request);
  if (ended.state !== 'JobComplete') throw notComplete(ended);
  let { locator, passed, rows } = from;
  for (let isLast = false; !isLast; ) {
    let next = '';
    const path = `/jobs/query/${job}/results?maxRecords=${request.pageRows ?? usualPageRows}${locator === '' ? '' : `&locator=${encodeURIComponent(locator)}`}`;
    const hear = (headers: Readonly<Record<string, string>>): void => {
      next = headers['sforce-locator'] ?? 'null';
    };
    let seen = 0;
    for await (const part of resultRows(org, path, counters, signal, hear)) {
      seen += part.rowCount - part.first;
      if (seen <= passed) continue;
      const first = Math.max(part.first, part.rowCount - (seen - passed));
      rows += part.rowCount - first;
      passed = seen;
      yield { ...part, first, place: { job, locator, passed, rows } };
    }
    // The last page says it in a word (Bulk API 2.0, "Get Results for a Query Job").
    isLast = next === 'null' || next === '';
    locator = next;
    passed = 0;
  }
  if (ended.numberRecordsProcessed !== undefined && ended.numberRecordsProcessed !== rows) throw countDiffers(ended, rows);
}

function notComplete(job: BulkJob): AppError {
  return new AppError('service', 'bulkJobFailed', {
    message: `The org ended the bulk query ${job.id} before its end (${wordsOf(job)}).`,
    hint: 'Run again, or let the query go through the REST API.',
    data: { job: job.id },
  });
}

function countDiffers({ id, numberRecordsProcessed }: BulkJob, rows: number): AppError {
  return new AppError('service', 'bulkCountDiffers', {
    message: `The org says that the bulk query ${id} found ${numberRecordsProcessed} records, and ${rows} were read.`,
    hint: 'Do not use what was written; run again.',
    data: { job: id, counted: numberRecordsProcessed, rows },
  });
}

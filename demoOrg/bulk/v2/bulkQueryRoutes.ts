import { json, type Reply } from '../../http/reply.ts';
import type { OrgRequest } from '../../http/request.ts';
import { type Route, secured } from '../../http/router.ts';
import type { OrgContext } from '../../org.ts';
import { OrgError } from '../../orgError.ts';
import { type Job, queryOperations, type Work } from '../bulkJob.ts';
import { bulkQuery } from '../bulkQuery.ts';
import { checkLimit, csvFormat, oneOf } from '../newJob.ts';
import type { Bulk } from '../openBulk.ts';
import { resultPage } from '../resultPage.ts';
import { jobInfo, stateOf } from './jobInfo.ts';
import { askedJob, invalidState, jobOf, jobRoutes, madeBy } from './jobRoutes.ts';

const query = '/services/data/{version}/jobs/query';
const pagesAtOnce = 5;

/** Bulk API 2.0: reading. */
export function bulkQueryRoutes(bulk: Bulk): readonly Route[] {
  return [
    ...jobRoutes(bulk, 'query'),
    secured('POST', query, async (request, org, session) => {
      const asked = await askedJob(request);
      const operation = oneOf(queryOperations, asked.operation, 'operation');
      if (typeof asked.query !== 'string' || asked.query === '') throw new OrgError('MALFORMED_QUERY', 'A query string has to be specified');
      const { object } = bulkQuery(org, asked.query, operation === 'queryAll', session.userId);
      bulk.dropExpired();
      checkLimit(org.limits, 'DailyBulkV2QueryJobs');
      const contentType = oneOf(['CSV'], asked.contentType ?? 'CSV', 'contentType');
      const job = bulk.store.createJob({ ...madeBy(request, session), operation, object, contentType, concurrencyMode: 'Parallel', ...csvFormat(asked) });
      bulk.store.setJob(job.id, { state: 'UploadComplete' });
      bulk.store.createWork(job.id, job.id, asked.query);
      org.limits.count('DailyBulkV2QueryJobs');
      bulk.wake();
      return json(jobInfo(bulk.store.job(job.id)!, bulk.store.work(job.id)));
    }),
    secured('GET', `${query}/{id}/results`, (request, org) => results(bulk, org, request)),
    secured('GET', `${query}/{id}/resultPages`, (request, org) => pages(bulk, org, request)),
  ];
}

/** The finished job of the path. @throws OrgError 409 where another version made it */
function finished(bulk: Bulk, request: OrgRequest): { job: Job; work: Work } {
  const { job, work } = jobOf(bulk, 'query', request);
  const asked = madeBy(request, { token: '', userId: '', client: '' }).apiVersion;
  if (asked !== job.apiVersion)
    throw new OrgError('API_ERROR', `The job was made with version ${job.apiVersion}.0; its results cannot be read with version ${asked}.0.`, { status: 409 });
  const state = stateOf(job, work);
  if (!work || state !== 'JobComplete') throw invalidState(`The job is ${state}; it has no results.`);
  return { job, work };
}

function results(bulk: Bulk, org: OrgContext, request: OrgRequest): Reply {
  const { work } = finished(bulk, request);
  const start = recordOf(request.query.get('locator'));
  if (start > 0 && start >= work.processed) throw invalidLocator();
  const end = Math.min(work.processed, start + pageSize(bulk, org, request));
  return {
    status: 200,
    type: 'text/csv',
    headers: { 'Sforce-Locator': end < work.processed ? locatorOf(end) : 'null', 'Sforce-NumberOfRecords': String(end - start) },
    stream: resultPage(bulk.spool, work, start, end),
  };
}

/** Addresses of up to five pages that can be read at the same time. */
function pages(bulk: Bulk, org: OrgContext, request: OrgRequest): Reply {
  const { work } = finished(bulk, request);
  const size = pageSize(bulk, org, request);
  const first = recordOf(request.query.get('nextLocator'));
  const starts = Array.from({ length: pagesAtOnce }, (_, index) => first + index * size).filter((start) => start === 0 || start < work.processed);
  const next = first + pagesAtOnce * size;
  const done = next >= work.processed;
  const asked = request.query.has('maxRecords') ? `&maxRecords=${size}` : '';
  return json({
    resultPages: starts.map((start) => ({ resultUrl: `${request.path.replace('resultPages', 'results')}?locator=${locatorOf(start)}${asked}` })),
    nextRecordsUrl: done ? null : `${request.path}?nextLocator=${locatorOf(next)}${asked}`,
    done,
  });
}

function pageSize(bulk: Bulk, org: OrgContext, request: OrgRequest): number {
  const asked = request.query.get('maxRecords');
  const most = org.faults.pageSize() ?? Number.POSITIVE_INFINITY;
  if (asked === null) return Math.min(bulk.pageRecords, most);
  if (!/^[1-9]\d{0,9}$/.test(asked)) throw new OrgError('INVALID_FIELD', `maxRecords is a whole number from 1 on; this request says ${asked}.`);
  return Math.min(Number(asked), most);
}

/** A locator is good as often as it is used, and for any page size. */
function locatorOf(record: number): string {
  return Buffer.from(String(record)).toString('base64url');
}

function recordOf(locator: string | null): number {
  if (locator === null) return 0;
  const text = Buffer.from(locator, 'base64url').toString('latin1');
  if (!/^\d{1,12}$/.test(text)) throw invalidLocator();
  return Number(text);
}

function invalidLocator(): OrgError {
  return new OrgError('INVALID_QUERY_LOCATOR', 'invalid query locator');
}

import type { Session } from '../../auth/sessions.ts';
import { json, noContent, type Reply } from '../../http/reply.ts';
import type { OrgRequest } from '../../http/request.ts';
import { type Route, secured } from '../../http/router.ts';
import { notFound, OrgError } from '../../orgError.ts';
import { isQuery, type Job, type JobDefinition, type Work } from '../bulkJob.ts';
import type { AskedJob } from '../newJob.ts';
import type { Bulk } from '../openBulk.ts';
import { jobInfo, stateOf } from './jobInfo.ts';

const listed = 1_000;
type Kind = 'ingest' | 'query';

/** What both kinds of 2.0 jobs have: a list, one job, abort, delete. */
export function jobRoutes(bulk: Bulk, kind: Kind): readonly Route[] {
  const base = `/services/data/{version}/jobs/${kind}`;
  return [
    secured('GET', base, (request) => list(bulk, kind, request)),
    secured('GET', `${base}/{id}`, (request) => json(infoOf(bulk, kind, request))),
    secured('PATCH', `${base}/{id}`, async (request) => json(await change(bulk, kind, request))),
    secured('DELETE', `${base}/{id}`, (request) => remove(bulk, kind, request)),
  ];
}

/** The job that the path names. @throws OrgError 404 */
export function jobOf(bulk: Bulk, kind: Kind, request: OrgRequest): { job: Job; work: Work | undefined } {
  const id = request.params.id!;
  const job = bulk.store.job(id.length === 15 ? (bulk.store.jobs(2).find((one) => one.id.startsWith(id))?.id ?? id) : id);
  if (!job || job.api !== 2 || isQuery(job) !== (kind === 'query')) throw notFound();
  return { job, work: bulk.store.work(job.id) };
}

export function invalidState(message: string): OrgError {
  return new OrgError('INVALIDJOBSTATE', message);
}

export async function askedJob(request: OrgRequest): Promise<AskedJob> {
  const body = await request.json();
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new OrgError('JSON_PARSER_ERROR', 'The body is one JSON object.');
  return body as AskedJob;
}

export function madeBy(request: OrgRequest, session: Session): Pick<JobDefinition, 'api' | 'apiVersion' | 'createdById'> {
  return { api: 2, apiVersion: Number.parseInt(request.params.version!.slice(1), 10), createdById: session.userId };
}

function infoOf(bulk: Bulk, kind: Kind, request: OrgRequest): Record<string, unknown> {
  const { job, work } = jobOf(bulk, kind, request);
  return jobInfo(job, work);
}

function list(bulk: Bulk, kind: Kind, request: OrgRequest): Reply {
  bulk.dropExpired();
  const jobs = bulk.store.jobs(2).filter((job) => isQuery(job) === (kind === 'query'));
  const start = Math.max(0, Number.parseInt(request.query.get('queryLocator') ?? '0', 10) || 0);
  const end = start + listed;
  const done = end >= jobs.length;
  return json({
    done,
    records: jobs.slice(start, end).map((job) => jobInfo(job, bulk.store.work(job.id))),
    nextRecordsUrl: done ? null : `${request.path}?queryLocator=${end}`,
  });
}

async function change(bulk: Bulk, kind: Kind, request: OrgRequest): Promise<Record<string, unknown>> {
  const { state } = await askedJob(request);
  const { job, work } = jobOf(bulk, kind, request);
  const now = stateOf(job, work);
  if (state === 'Aborted') {
    if (now === 'JobComplete' || now === 'Failed') throw invalidState('Aborting already Completed Job not allowed');
    bulk.store.setJob(job.id, { state: 'Aborted' });
    if (work) bulk.store.setWork(job.id, { state: 'NotProcessed' });
  } else if (state === 'UploadComplete' && kind === 'ingest') {
    if (now !== 'Open') throw invalidState(`Closing an already ${now} Job not allowed`);
    if (!job.hasData) throw invalidState('The job has no data yet. Send it with PUT to the contentUrl of the job first.');
    bulk.store.setJob(job.id, { state: 'UploadComplete' });
    bulk.store.createWork(job.id, job.id, null);
    bulk.wake();
  } else {
    throw new OrgError('INVALID_FIELD', `"state" is ${kind === 'ingest' ? 'UploadComplete or ' : ''}Aborted.`);
  }
  return infoOf(bulk, kind, request);
}

function remove(bulk: Bulk, kind: Kind, request: OrgRequest): Reply {
  const { job, work } = jobOf(bulk, kind, request);
  const state = stateOf(job, work);
  if (state === 'Open' || state === 'InProgress') throw invalidState(`Deleting a job that is ${state} is not allowed. Abort it first.`);
  bulk.store.deleteJob(job.id);
  bulk.spool.remove(job.id);
  return noContent;
}

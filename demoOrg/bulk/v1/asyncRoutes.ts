import { Readable } from 'node:stream';
import { XMLParser } from 'fast-xml-parser';
import type { Session } from '../../auth/sessions.ts';
import { json, type Reply } from '../../http/reply.ts';
import type { OrgRequest } from '../../http/request.ts';
import { open, type Route } from '../../http/router.ts';
import { sessionOf } from '../../http/sessionOf.ts';
import type { OrgContext } from '../../org.ts';
import { OrgError } from '../../orgError.ts';
import { isQuery, type Job, queryOperations, type Work } from '../bulkJob.ts';
import { type AskedJob, checkLimit, ingestJob, isIngest, oneOf } from '../newJob.ts';
import type { Bulk } from '../openBulk.ts';
import { resultPage } from '../resultPage.ts';
import { asyncBatchInfo, asyncJobInfo } from './asyncInfo.ts';
import { asyncList, asyncRefusal, asyncReply, missing, type Words, xml } from './asyncReply.ts';
import { asyncResults } from './asyncResults.ts';

const job = '/services/async/{number}/job';
const batch = `${job}/{id}/batch`;

type Answer = (request: OrgRequest, org: OrgContext, session: Session) => Reply | Promise<Reply>;

/** Bulk API 1.0: jobs whose batches the client makes; the session comes in a header of its own. */
export function asyncRoutes(bulk: Bulk): readonly Route[] {
  const route = (method: string, pattern: string, answer: Answer): Route =>
    open(method, pattern, async (request, org) => {
      try {
        return await answer(request, org, sessionOf(request, org));
      } catch (error) {
        if (!(error instanceof OrgError)) throw error;
        return asyncRefusal(wordsOf(request), error);
      }
    });
  return [
    route('POST', job, async (request, org, session) => {
      const made = bulk.store.createJob(await newJob(bulk, request, org, session));
      return asyncReply(wordsOf(request), 'jobInfo', asyncJobInfo(made, []), 201);
    }),
    route('GET', `${job}/{id}`, (request) => infoOf(bulk, request, jobOf(bulk, request))),
    route('POST', `${job}/{id}`, (request) => changeState(bulk, request)),
    route('POST', batch, (request, org) => addBatch(bulk, org, request)),
    route('GET', batch, (request) => {
      const found = jobOf(bulk, request);
      return asyncList(wordsOf(request, found), 'batchInfoList', 'batchInfo', bulk.store.works(found.id).map(asyncBatchInfo));
    }),
    route('GET', `${batch}/{batch}`, (request) => {
      const found = batchOf(bulk, request);
      return asyncReply(wordsOf(request, found.job), 'batchInfo', asyncBatchInfo(found.work));
    }),
    route('GET', `${batch}/{batch}/request`, (request) => {
      const { work, job } = batchOf(bulk, request);
      return { status: 200, type: typeOf(job), stream: Readable.from(work.query === null ? bulk.spool.readData(work.id) : [work.query]) };
    }),
    route('GET', `${batch}/{batch}/result`, (request) => results(bulk, request)),
    route('GET', `${batch}/{batch}/result/{result}`, (request) => {
      const { work } = completed(bulk, request);
      if (request.params.result !== resultId(work)) throw missing(`result ${request.params.result}`);
      return { status: 200, type: 'text/csv', stream: resultPage(bulk.spool, work, 0, work.processed) };
    }),
  ];
}

/** Answers speak the language of the request, or of a JSON job. */
function wordsOf(request: OrgRequest, of?: Job): Words {
  return of?.contentType === 'JSON' || /\bjson\b/i.test(request.header('content-type') ?? '') ? 'JSON' : 'XML';
}

function typeOf({ contentType }: Job): string {
  return contentType === 'CSV' ? 'text/csv' : contentType === 'XML' ? 'application/xml' : 'application/json;charset=UTF-8';
}

function infoOf(bulk: Bulk, request: OrgRequest, job: Job): Reply {
  return asyncReply(wordsOf(request, job), 'jobInfo', asyncJobInfo(job, bulk.store.works(job.id)));
}

function jobOf(bulk: Bulk, request: OrgRequest): Job {
  const found = bulk.store.job(request.params.id!);
  if (found?.api !== 1) throw missing(`job ${request.params.id}`);
  return found;
}

function batchOf(bulk: Bulk, request: OrgRequest): { job: Job; work: Work } {
  const job = jobOf(bulk, request);
  const work = bulk.store.work(request.params.batch!);
  if (work?.job !== job.id) throw missing(`batch ${request.params.batch}`);
  return { job, work };
}

/** The `<jobInfo>` or the JSON object of the body. */
async function asked(request: OrgRequest): Promise<AskedJob> {
  if (wordsOf(request) === 'JSON') {
    const body = await request.json();
    if (typeof body === 'object' && body !== null) return body as AskedJob;
  } else {
    const { jobInfo } = parsed(await request.text());
    if (typeof jobInfo === 'object' && jobInfo !== null) return jobInfo as AskedJob;
  }
  throw new OrgError('INVALIDJOB', 'InvalidJob : The body is one jobInfo.');
}

function parsed(body: string): Record<string, unknown> {
  try {
    // Clients put a line break before the declaration.
    return new XMLParser({ ignoreAttributes: true, removeNSPrefix: true, parseTagValue: false }).parse(body.trim(), true) as Record<string, unknown>;
  } catch (error) {
    throw new OrgError('INVALIDJOB', `InvalidJob : The XML cannot be read: ${(error as Error).message}`);
  }
}

async function newJob(bulk: Bulk, request: OrgRequest, org: OrgContext, session: Session): Promise<Parameters<Bulk['store']['createJob']>[0]> {
  const body = await asked(request);
  bulk.dropExpired();
  const by = { api: 1, apiVersion: Number.parseInt(request.params.number!, 10) || 0, createdById: session.userId } as const;
  const schema = org.schemaFor(session.userId);
  if (isIngest(body.operation)) return ingestJob(schema, bulk, body, by, ['CSV', 'XML', 'JSON']);
  const operation = oneOf(queryOperations, body.operation, 'operation');
  const object = typeof body.object === 'string' ? schema.find(body.object) : undefined;
  if (!object) throw new OrgError('INVALIDJOB', `InvalidJob : Unable to find object: ${String(body.object)}`);
  const contentType = oneOf(['CSV'], body.contentType ?? 'CSV', 'contentType');
  return { ...by, operation, object: object.name, contentType, concurrencyMode: 'Parallel', delimiter: 'COMMA', lineEnding: 'LF' };
}

async function changeState(bulk: Bulk, request: OrgRequest): Promise<Reply> {
  const { state } = await asked(request);
  const job = jobOf(bulk, request);
  const next = oneOf(['Closed', 'Aborted'], state, 'state');
  if (job.state !== 'Open' && job.state !== next) throw new OrgError('INVALIDJOBSTATE', `InvalidJobState : The job is ${job.state} already`);
  bulk.store.setJob(job.id, { state: next });
  if (next === 'Aborted') {
    for (const work of bulk.store.works(job.id)) {
      if (work.state === 'Queued' || work.state === 'InProgress') bulk.store.setWork(work.id, { state: 'NotProcessed' });
    }
  }
  return infoOf(bulk, request, jobOf(bulk, request));
}

async function addBatch(bulk: Bulk, org: OrgContext, request: OrgRequest): Promise<Reply> {
  const job = jobOf(bulk, request);
  if (job.state !== 'Open') throw new OrgError('INVALIDJOBSTATE', `InvalidJobState : The job is ${job.state}, it takes no more batches`);
  if (!isQuery(job)) checkLimit(org.limits, 'DailyBulkApiBatches');
  const body = await request.text();
  const id = bulk.store.nextBatchId();
  if (!isQuery(job)) await bulk.spool.upload(id, Readable.from([body]));
  bulk.store.createWork(id, job.id, isQuery(job) ? body.trim() : null);
  bulk.wake();
  return asyncReply(wordsOf(request, job), 'batchInfo', asyncBatchInfo(bulk.store.work(id)!), 201);
}

function completed(bulk: Bulk, request: OrgRequest): { job: Job; work: Work } {
  const found = batchOf(bulk, request);
  if (found.work.state !== 'Completed') throw new OrgError('INVALIDJOBSTATE', `InvalidBatch : The batch is ${found.work.state}; it has no result`);
  return found;
}

function results(bulk: Bulk, request: OrgRequest): Reply {
  const { job, work } = completed(bulk, request);
  if (!isQuery(job)) return asyncResults(job.contentType, [...bulk.store.outcomes(work.id)].flat());
  return wordsOf(request, job) === 'JSON' ? json([resultId(work)]) : xml('result-list', `<result>${resultId(work)}</result>`);
}

/** A batch has one result: its number with another prefix. */
function resultId(work: Work): string {
  return `752${work.id.slice(3)}`;
}

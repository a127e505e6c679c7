import { json, type Reply } from '../../http/reply.ts';
import type { OrgRequest } from '../../http/request.ts';
import { type Route, secured } from '../../http/router.ts';
import { notFound } from '../../orgError.ts';
import { checkLimit, ingestJob } from '../newJob.ts';
import type { Bulk } from '../openBulk.ts';
import { isResultKind, resultText } from './ingestResults.ts';
import { stateOf, newJobInfo } from './jobInfo.ts';
import { askedJob, invalidState, jobOf, jobRoutes, madeBy } from './jobRoutes.ts';

const ingest = '/services/data/{version}/jobs/ingest';

/** Bulk API 2.0: writing. */
export function ingestRoutes(bulk: Bulk): readonly Route[] {
  const arriving = new Set<string>();
  return [
    ...jobRoutes(bulk, 'ingest'),
    secured('POST', ingest, async (request, org, session) => {
      bulk.dropExpired();
      checkLimit(org.limits, 'DailyBulkApiBatches');
      return json(newJobInfo(bulk.store.createJob(ingestJob(org.schemaFor(session.userId), bulk, await askedJob(request), madeBy(request, session), ['CSV']))));
    }),
    secured('PUT', `${ingest}/{id}/batches`, (request) => upload(bulk, request, arriving)),
    secured('GET', `${ingest}/{id}/{result}`, (request) => result(bulk, request)),
  ];
}

async function upload(bulk: Bulk, request: OrgRequest, arriving: Set<string>): Promise<Reply> {
  const { job, work } = jobOf(bulk, 'ingest', request);
  const state = stateOf(job, work);
  if (state !== 'Open') throw invalidState(`The job is ${state}; data can be sent only while it is Open.`);
  if (job.hasData || arriving.has(job.id))
    throw invalidState(`Found multiple contents for job: <${job.id}>. Data can be sent once; for more, create another job.`);
  arriving.add(job.id);
  try {
    await bulk.spool.upload(job.id, request.stream());
    bulk.store.setJob(job.id, { hasData: true });
    return { status: 201 };
  } finally {
    arriving.delete(job.id);
  }
}

function result(bulk: Bulk, request: OrgRequest): Reply {
  // Clients spell `unprocessedrecords` with and without a capital R.
  const kind = request.params.result!.toLowerCase();
  if (!isResultKind(kind)) throw notFound();
  const { job, work } = jobOf(bulk, 'ingest', request);
  const state = stateOf(job, work);
  if (state !== 'JobComplete' && state !== 'Failed' && state !== 'Aborted') throw invalidState(`The job is ${state}; it has no results yet.`);
  return { status: 200, type: 'text/csv', stream: resultText(bulk, job, kind) };
}

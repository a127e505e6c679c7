import type { Connection } from 'jsforce';
import { apiVersion, type OrgFixture } from './orgFixture.ts';

export type BulkFixture = Pick<OrgFixture, 'fetch'>;
export const jobs = `/services/data/v${apiVersion}/jobs`;

export interface JobInfo {
  readonly id: string;
  readonly state: string;
  readonly numberRecordsProcessed: number;
  readonly numberRecordsFailed: number;
  readonly errorMessage?: string;
}

export interface NewJob {
  readonly object: string;
  readonly operation: string;
  readonly externalIdFieldName?: string;
  readonly columnDelimiter?: string;
  readonly lineEnding?: string;
}

/** Requests to an org that the test started itself. */
export function signedIn(url: string, token: string): BulkFixture {
  return {
    fetch(path, init = {}) {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${token}`);
      return fetch(url + path, { ...init, headers });
    },
  };
}

/** Makes an ingest job without data. */
export async function openJob(fixture: BulkFixture, job: NewJob): Promise<string> {
  const response = await send(fixture, 'POST', `${jobs}/ingest`, job);
  const body = (await response.json()) as { id: string };
  if (response.status !== 200) throw new Error(JSON.stringify(body));
  return body.id;
}

export function upload(fixture: BulkFixture, id: string, csv: string): Promise<Response> {
  return fixture.fetch(`${jobs}/ingest/${id}/batches`, { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: csv });
}

/** Makes a job, sends its data, and waits for its end. */
export async function ingest(fixture: BulkFixture, job: NewJob, csv: string): Promise<JobInfo> {
  const id = await openJob(fixture, job);
  await upload(fixture, id, csv);
  await send(fixture, 'PATCH', `${jobs}/ingest/${id}`, { state: 'UploadComplete' });
  return ended(fixture, 'ingest', id);
}

export async function startQuery(fixture: BulkFixture, query: string, options: Record<string, unknown> = {}): Promise<string> {
  const response = await send(fixture, 'POST', `${jobs}/query`, { operation: 'query', query, ...options });
  const body = (await response.json()) as { id: string };
  if (response.status !== 200) throw new Error(JSON.stringify(body));
  return body.id;
}

export async function ended(fixture: BulkFixture, kind: 'ingest' | 'query', id: string): Promise<JobInfo> {
  for (;;) {
    const info = (await (await fixture.fetch(`${jobs}/${kind}/${id}`)).json()) as JobInfo;
    if (['JobComplete', 'Failed', 'Aborted'].includes(info.state)) return info;
    await new Promise((resolve) => void setTimeout(resolve, 10));
  }
}

/** One of the results of an ingest job, line by line without the last line ending. */
export async function resultLines(fixture: BulkFixture, id: string, which: string): Promise<string[]> {
  return (await (await fixture.fetch(`${jobs}/ingest/${id}/${which}`)).text()).split('\n').slice(0, -1);
}

export function send(fixture: BulkFixture, method: string, path: string, body: unknown): Promise<Response> {
  return fixture.fetch(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** `[400, 'INVALIDJOBSTATE', 'The job is …']` */
export async function refused(answer: Promise<Response>): Promise<[status: number, errorCode: string, message: string]> {
  const response = await answer;
  const [error] = (await response.json()) as [{ errorCode: string; message: string }];
  return [response.status, error.errorCode, error.message];
}

export async function count(connection: Connection, from: string): Promise<number> {
  return (await connection.query(`SELECT COUNT() FROM ${from}`)).totalSize;
}

import { expect, test } from 'vitest';
import { Secret } from '../../../kit/connection.ts';
import { openOrg, type SalesforceOrg } from '../salesforceOrg.ts';
import { endOfJob, type JobPace } from './bulkJob.ts';

/** An org whose job ends after a while, and how often it was asked. */
function orgThatTakes(ms: number): { readonly org: SalesforceOrg; asked(): number } {
  const endsAt = performance.now() + ms;
  let asked = 0;
  const org = openOrg({ name: 'crm', system: 'salesforce', environment: 'sandbox', settings: { instanceUrl: 'http://127.0.0.1:1' }, secrets: { accessToken: new Secret('x') } });
  const request = <T>(): Promise<T> => {
    asked++;
    return Promise.resolve({ id: '750000000000001AAA', object: 'Lead', state: performance.now() < endsAt ? 'InProgress' : 'JobComplete' } as T);
  };
  return { org: { ...org, connection: org.connection, request }, asked: () => asked };
}

const uncounted = { count: () => undefined };
const { signal } = new AbortController();

test('a job like the last one is asked for when it may have ended, and not all the time', async () => {
  const pace: JobPace = {};
  const first = orgThatTakes(400);
  await endOfJob(first.org, 'ingest', '750000000000001AAA', uncounted, signal, { pace }, 1000);
  expect(pace.last!.rows).toBe(1000);
  const second = orgThatTakes(400);
  await endOfJob(second.org, 'ingest', '750000000000001AAA', uncounted, signal, { pace }, 1000);
  expect(second.asked()).toBeLessThanOrEqual(3);
});

test('what a large job took is not waited for by a small one', async () => {
  const pace: JobPace = { last: { ms: 60_000, rows: 60_000 } };
  const small = orgThatTakes(0);
  await endOfJob(small.org, 'ingest', '750000000000001AAA', uncounted, signal, { pace }, 10);
  expect(small.asked()).toBe(1);
  expect(pace.last).toMatchObject({ rows: 10 });
});

import { expect, test } from 'vitest';
import { ingest, jobs, openJob, refused, send, startQuery, ended } from './bulkFixture.ts';
import { apiVersion, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();
const insertLeads = { object: 'Lead', operation: 'insert' };

async function remaining(name: string): Promise<number> {
  const limits = (await (await fixture.fetch(`/services/data/v${apiVersion}/limits`)).json()) as Record<string, { Remaining: number }>;
  return limits[name]!.Remaining;
}

function setMost(name: string, max: number): Promise<Response> {
  return send(fixture, 'POST', '/demo/limits', { name, max });
}

test('every ten thousand rows are a batch of the day, and without batches there is no job', async () => {
  const before = await remaining('DailyBulkApiBatches');
  await ingest(fixture, insertLeads, `LastName,Company\n${'A,Counted\n'.repeat(10_001)}`);
  expect(await remaining('DailyBulkApiBatches')).toBe(before - 2);
  await setMost('DailyBulkApiBatches', 1);
  expect(await refused(send(fixture, 'POST', `${jobs}/ingest`, insertLeads))).toEqual([400, 'LIMIT_EXCEEDED', 'ApiBatchItems Limit exceeded.']);
  await setMost('DailyBulkApiBatches', 15_000);
  expect(await openJob(fixture, insertLeads)).toMatch(/^750/);
});

test('query jobs use no batches; they have a limit of their own', async () => {
  const [batches, queries] = [await remaining('DailyBulkApiBatches'), await remaining('DailyBulkV2QueryJobs')];
  await ended(fixture, 'query', await startQuery(fixture, 'SELECT Id FROM Account'));
  expect([await remaining('DailyBulkApiBatches'), await remaining('DailyBulkV2QueryJobs')]).toEqual([batches, queries - 1]);
  await setMost('DailyBulkV2QueryJobs', 1);
  expect((await refused(send(fixture, 'POST', `${jobs}/query`, { operation: 'query', query: 'SELECT Id FROM Account' })))[1]).toBe('LIMIT_EXCEEDED');
  await setMost('DailyBulkV2QueryJobs', 10_000);
});

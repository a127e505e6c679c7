import { expect, test } from 'vitest';
import { trustFixture, type TrustFixture } from './trustFixture.ts';

const upsert = { object: 'Lead', operation: 'upsert', key: 'External_Key__c', api: 'rest', batchSize: 10, parallel: 1 };
const lead = (at: number, LastName = `New ${at}`) => ({ External_Key__c: `Z-${at}`, LastName, Company: 'Acme' });
const rows = Array.from({ length: 50 }, (_, at) => lead(at));
const count = async (here: TrustFixture): Promise<number> => (await here.query("SELECT Id FROM Lead WHERE Company = 'Acme' AND IsDeleted = false")).length;

test('a run that a service stopped goes on where it was, as one run with one ledger', async () => {
  const here = await trustFixture();
  await here.fault({ kind: 'status', status: 403, errorCode: 'REQUEST_LIMIT_EXCEEDED', times: 1, path: '/composite/sobjects' });
  const stopped = await here.run(upsert, rows, { run: 'r' });
  expect(stopped.finished).toMatchObject({ state: 'failed', error: { kind: 'service', code: 'requestLimit' } });
  expect(here.store.readRun('r')).toMatchObject({ state: 'failed' });
  const resumed = await here.run(upsert, rows, { run: 'r', isResumed: true });
  expect(resumed.finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 50, written: 50 } } });
  expect(here.store.listRuns()).toHaveLength(1);
  expect(here.store.countLedger('r')['write']).toMatchObject({ results: { written: 50 }, sending: 0 });
  expect(here.store.readEvents('r').filter(({ event }) => event.type === 'finished')).toHaveLength(1);
  expect(await count(here)).toBe(50);
});

test('inserts that nothing tells from others are named as in doubt when their answer was lost, and not sent again', async () => {
  const here = await trustFixture();
  const people = Array.from({ length: 10 }, (_, at) => ({ LastName: `New ${at}`, Company: 'Acme' }));
  const insert = { object: 'Lead', operation: 'insert', api: 'rest' };
  await here.fault({ kind: 'cut', afterBytes: 5, times: 1, path: '/composite/sobjects' });
  expect((await here.run(insert, people, { run: 'r' })).finished.state).toBe('failed');
  const { finished, rejected } = await here.run(insert, people, { run: 'r', isResumed: true });
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 10, written: 0, rejected: 10 } } });
  expect(rejected[0]).toMatchObject({ code: 'inDoubt', message: expect.stringContaining('Whether the target has it is not known') });
  expect(here.store.countLedger('r')['write']!.results).toEqual({ inDoubt: 10 });
  expect(await count(here)).toBeLessThanOrEqual(10);
});

test('with a marker the same inserts are found again, and nothing is in doubt', async () => {
  const here = await trustFixture();
  const people = Array.from({ length: 10 }, () => ({ LastName: 'Twin', Company: 'Acme' }));
  const insert = { object: 'Lead', operation: 'insert', marker: 'External_Key__c', api: 'rest' };
  await here.fault({ kind: 'cut', afterBytes: 5, times: 3, path: '/composite/sobjects' });
  await here.run(insert, people, { run: 'r' });
  const { finished } = await here.run(insert, people, { run: 'r', isResumed: true });
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 10, written: 10 } } });
  expect(await count(here)).toBe(10);
});

test('an undo that broke off goes on', async () => {
  const here = await trustFixture();
  const { run } = await here.run(upsert, rows);
  await here.fault({ kind: 'status', status: 403, errorCode: 'REQUEST_LIMIT_EXCEEDED', times: 1, path: '/composite/sobjects' });
  expect((await here.run(upsert, rows, { run: 'u', undoes: run })).finished.state).toBe('failed');
  expect((await here.run(upsert, rows, { run: 'u', undoes: run, isResumed: true })).finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 50 } } });
  expect(await count(here)).toBe(0);
});

import { expect, test } from 'vitest';
import { trustFixture } from './trustFixture.ts';

/** In full by `npm run test:crash`; else each fault once, with another operation every day. */
const isFull = process.env['SLUICE_CRASH_POINTS'] !== undefined;

type Lead = Record<string, string | number | null>;

const faults: Readonly<Record<string, Record<string, unknown>>> = {
  'a service that is not there for a moment': { kind: 'status', status: 503, times: 2, path: '/composite' },
  'a service that fails': { kind: 'status', status: 500, times: 40, path: '/composite' },
  'an answer that is cut off': { kind: 'cut', afterBytes: 20, times: 1, path: '/composite/sobjects' },
  'locked records': { kind: 'lock', share: 0.3, seed: 5, times: 20 },
  'sessions that end': { kind: 'expireTokens' },
  'a bulk job that fails': { kind: 'job', outcome: 'failed', times: 1 },
  'a bulk job that is aborted': { kind: 'job', outcome: 'aborted', times: 1 },
  'jobs that nobody answers for': { kind: 'status', status: 500, times: 40, path: '/jobs/ingest' },
};
/** Nothing locks a record that is not there yet. */
function isConcerned(fault: string, operation: string): boolean {
  return !(fault === 'locked records' && operation === 'insert');
}

const operations = ['insert', 'update', 'upsert', 'delete'] as const;
const all = Object.keys(faults).flatMap((fault) => operations.map((operation) => ({ fault, operation })));
const today = Math.floor(Date.now() / 86_400_000);
const cases = isFull ? all : all.filter((_, at) => at % operations.length === (today + Math.floor(at / operations.length)) % operations.length);

test.each(cases)('$operation meets $fault: in the end all is as if nothing had been, or every row is named', async ({ fault, operation }) => {
  const here = await trustFixture();
  const count = 60;
  const lead = (at: number, LastName: string): Lead => ({ External_Key__c: `F-${at}`, LastName, Company: 'Acme' });
  const records = Array.from({ length: count }, (_, at) => ({ attributes: { type: 'Lead' }, ...lead(at, `Old ${at}`) }));
  const there = operation === 'insert' ? [] : ((await here.call('POST', '/services/data/v60.0/composite/sobjects', { allOrNone: true, records })) as { id: string }[]).map(({ id }) => id);
  const rows = Array.from({ length: count }, (_, at): Lead => (operation === 'delete' ? { Id: there[at]! } : operation === 'update' ? { Id: there[at]!, LastName: `New ${at}` } : lead(at, `New ${at}`)));
  const settings = { object: 'Lead', operation, key: operation === 'upsert' ? 'External_Key__c' : '', batchSize: 20, parallel: 2, api: fault.includes('job') ? 'bulk' : 'rest' };

  await here.fault(faults[fault]!);
  let ran = await here.run(settings, rows, { run: 'faulty' });
  const left = ((await here.call('GET', '/demo/faults')) as { kind: string; times?: number }[]).find(({ kind }) => kind === faults[fault]!['kind']);
  // Some faults do not concern some operations; those that do must have been met, or this says nothing.
  if (isConcerned(fault, operation)) expect(left?.times ?? 0).toBeLessThan(Number(faults[fault]!['times'] ?? 1));
  for (let resumed = 0; ran.finished.state !== 'succeeded' && resumed < 3; resumed++) {
    expect(ran.finished.error).toMatchObject({ kind: 'service' });
    await here.call('DELETE', '/demo/faults');
    ran = await here.run(settings, rows, { run: 'faulty', isResumed: true });
  }
  expect(ran.finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: count } } });
  const { written, unchanged, rejected } = ran.finished.nodes['write']!;
  expect(written + unchanged + rejected).toBe(count);
  const found = await here.query("SELECT LastName FROM Lead WHERE External_Key__c LIKE 'F-%' AND IsDeleted = false");
  const names = found.map(({ LastName }) => String(LastName)).sort();
  const wanted = operation === 'delete' ? [] : Array.from({ length: count }, (_, at) => `New ${at}`).sort();
  const named = ran.rejected.map(({ row }) => row.map(String));
  // Whatever is not as it should be was rejected by name.
  const missing = operation === 'delete' ? found : wanted.filter((name) => !names.includes(name));
  expect(missing.length).toBeLessThanOrEqual(named.length);
  expect(new Set(names).size).toBe(names.length);
}, 120_000);

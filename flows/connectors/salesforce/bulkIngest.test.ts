import { describe, expect, test } from 'vitest';
import { bulkIngest, resumeIngest, type IngestJob, type IngestOutcome, type IngestRequest, type IngestRow } from './bulkIngest.ts';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';

const at = orgForTests();

async function* inGroups(rows: readonly IngestRow[], size = 1000): AsyncGenerator<readonly IngestRow[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}

function accounts(count: number, prefix: string): IngestRow[] {
  return Array.from({ length: count }, (_, index) => [`${prefix} ${index}`, index % 3 === 0 ? null : `line 1\nline "${index}"`]);
}

interface Ended {
  readonly outcomes: IngestOutcome[];
  readonly jobs: IngestJob[];
  readonly error?: unknown;
}

async function all(groups: AsyncIterable<readonly IngestOutcome[]>, jobs: IngestJob[] = []): Promise<Ended> {
  const outcomes: IngestOutcome[] = [];
  try {
    for await (const group of groups) outcomes.push(...group);
  } catch (error) {
    return { outcomes, jobs, error };
  }
  return { outcomes, jobs };
}

function ingest(rows: readonly IngestRow[], more: Partial<IngestRequest> = {}): Promise<Ended> {
  const jobs: IngestJob[] = [];
  const request: IngestRequest = { operation: 'insert', object: 'Account', columns: ['Name', 'Description'], rows: inGroups(rows), onJob: (job) => void jobs.push(job), ...more };
  return all(bulkIngest(at.org, request, at.counters, at.signal), jobs);
}

const states = ({ outcomes }: Ended): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { state } of outcomes) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};
const rowsOf = ({ outcomes }: Ended): number[] => outcomes.map(({ row }) => row).sort((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, row) => row);
const inOrg = (prefix: string): Promise<number> => at.count(`SELECT COUNT() FROM Account WHERE Name LIKE '${prefix} %'`);

describe('a bulk load', () => {
  test('gives every row its own outcome, with the id of its record', async () => {
    const ended = await ingest(accounts(1500, 'plain'));
    expect(rowsOf(ended)).toEqual(upTo(1500));
    expect(ended.jobs).toEqual([{ id: expect.stringMatching(/^750/) as string, firstRow: 0, rowCount: 1500 }]);
    const one = ended.outcomes.find(({ row }) => row === 1234)!;
    const { Name } = await at.org.request<{ Name: string }>({ method: 'GET', path: `/sobjects/Account/${one.state === 'written' ? one.id : ''}`, idempotent: true }, at.counters, at.signal);
    expect(Name).toBe('plain 1234');
  });

  test('says of a refused row which code, words and fields; the others are written', async () => {
    const ended = await ingest([['good', null], [null, 'no name'], ['good too', null]]);
    expect(ended.outcomes.find(({ row }) => row === 1)).toEqual({ row: 1, state: 'refused', errorCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'] });
    expect(states(ended)).toEqual({ written: 2, refused: 1 });
  });

  test('gives rows that are the same in every cell one outcome each', async () => {
    const ended = await ingest([['twin 1', null], ['twin 1', null], ['twin 1', null]]);
    expect(rowsOf(ended)).toEqual([0, 1, 2]);
    expect(new Set(ended.outcomes.map((outcome) => 'id' in outcome && outcome.id)).size).toBe(3);
  });

  test('makes another job where one would be too large, and counts rows on', async () => {
    const ended = await ingest(accounts(250, 'split'), { sizes: { jobBytes: 2000, jobRows: 100 } });
    expect(ended.jobs.length).toBeGreaterThan(2);
    expect(ended.jobs.map(({ firstRow }) => firstRow)).toEqual(ended.jobs.map((_, index) => ended.jobs.slice(0, index).reduce((sum, { rowCount }) => sum + rowCount, 0)));
    expect(rowsOf(ended)).toEqual(upTo(250));
    expect(await inOrg('split')).toBe(250);
  });

  test('of no rows makes no job', async () => {
    expect(await ingest([])).toEqual({ outcomes: [], jobs: [] });
  });

  test('that its caller does not want begun writes nothing', async () => {
    const ended = await ingest(accounts(10, 'unwanted'), { onJob: () => Promise.reject(new Error('the ledger is full')) });
    expect(ended.error).toEqual(new Error('the ledger is full'));
    expect(await inOrg('unwanted')).toBe(0);
  });

  test('upserts by a key that has commas, quotes and spaces in it', async () => {
    const rows: IngestRow[] = [['k,1', 'a'], ['k "2"', 'b'], [' k3', 'c']];
    const request = { operation: 'upsert', object: 'Account', externalId: 'External_Key__c', columns: ['External_Key__c', 'Name'] } as const;
    expect(states(await ingest(rows, request))).toEqual({ written: 3 });
    const again = await ingest(rows, request);
    expect(again.outcomes.map((outcome) => outcome.state === 'written' && outcome.created)).toEqual([false, false, false]);
  });
});

describe('after a crash', () => {
  /** Begins a load and stops it `afterMs` after its job was noted, as a process that ends would. */
  async function broken(prefix: string, afterMs: number): Promise<IngestJob> {
    const stop = new AbortController();
    const jobs: IngestJob[] = [];
    const onJob = (job: IngestJob): void => {
      jobs.push(job);
      if (afterMs === 0) stop.abort();
      else setTimeout(() => stop.abort(), afterMs);
    };
    const request: IngestRequest = { operation: 'insert', object: 'Account', columns: ['Name', 'Description'], rows: inGroups(accounts(300, prefix)), onJob };
    expect((await all(bulkIngest(at.org, request, at.counters, stop.signal))).error).toBe(stop.signal.reason);
    return jobs[0]!;
  }
  const resume = (job: IngestJob, prefix: string): Promise<Ended> => all(resumeIngest(at.org, { job, rows: inGroups(accounts(300, prefix)) }, at.counters, at.signal));

  test('a job that was noted and not begun has written nothing, and is begun when the load is resumed', async () => {
    const job = await broken('early', 0);
    expect(await inOrg('early')).toBe(0);
    expect(rowsOf(await resume(job, 'early'))).toEqual(upTo(300));
    expect(await inOrg('early')).toBe(300);
  });

  test('a job that went on alone is found again with what became of every row, and nothing is sent twice', async () => {
    await at.fault({ kind: 'slow', delayMs: 2000, method: 'GET', path: '/jobs/ingest' });
    const job = await broken('late', 300);
    expect(rowsOf(await resume(job, 'late'))).toEqual(upTo(300));
    expect(states(await resume(job, 'late'))).toEqual({ written: 300 });
    expect(await inOrg('late')).toBe(300);
  });
});

describe('every row is written once and named once when', () => {
  const places = [
    ['the job is made', 'POST', '/jobs/ingest'],
    ['the rows go up', 'PUT', '/batches'],
    ['the job is begun', 'PATCH', '/jobs/ingest'],
    ['its state is asked', 'GET', '/jobs/ingest'],
    ['its results come', 'GET', 'successfulResults'],
  ] as const;
  const faults = [
    ['the org is busy', { kind: 'status', status: 503 }],
    ['the connection is cut before', { kind: 'cut' }],
    ['the connection is cut in the answer', { kind: 'cut', afterBytes: 20 }],
    ['the session ends', { kind: 'status', status: 401, errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
    ['the answer is late', { kind: 'slow', delayMs: 50 }],
  ] as const;
  // Each fault and each place once, sessions that end in an upload and in a poll too; SLUICE_ALL_FAULTS=1 runs every fault at every place.
  const isAll = process.env['SLUICE_ALL_FAULTS'] === '1';
  const cases = faults.flatMap(([fault, plan], row) => {
    const always = fault === 'the session ends' ? ['the rows go up', 'its state is asked'] : [];
    const chosen = places.filter(([place], column) => isAll || always.includes(place) || (row + column) % places.length === 0);
    return chosen.map(([place, method, path]) => [`${fault} as ${place}`, { ...plan, method, path }] as const);
  });

  test.each(cases)('%s', async (name, fault) => {
    await at.fault(fault);
    const ended = await ingest(accounts(40, name.slice(0, 60)));
    expect(states(ended)).toEqual({ written: 40 });
    expect(rowsOf(ended)).toEqual(upTo(40));
    expect(await inOrg(name.slice(0, 60))).toBe(40);
    expect(at.counters.sessions).toBe('status' in fault && fault.status === 401 ? 1 : 0);
  });

  test('all sessions end between the upload and the results', async () => {
    const ended = await ingest(accounts(40, 'expired'), { onJob: () => at.fault({ kind: 'expireTokens' }) });
    expect(states(ended)).toEqual({ written: 40 });
    expect(at.counters.sessions).toBe(1);
  });

  test('the clock of the org is an hour ahead', async () => {
    await at.fault({ kind: 'clock', offsetMs: 3_600_000 });
    expect(states(await ingest(accounts(40, 'clock')))).toEqual({ written: 40 });
  });
});

describe('rows are named when they are not written because', () => {
  test('records are locked', async () => {
    await at.fault({ kind: 'lock', share: 0.3, seed: 7 });
    const ended = await ingest(accounts(60, 'locked'));
    const { written = 0, refused = 0 } = states(ended);
    expect([written + refused, refused > 0]).toEqual([60, true]);
    expect(ended.outcomes.find(({ state }) => state === 'refused')).toMatchObject({ errorCode: 'UNABLE_TO_LOCK_ROW' });
  });

  test.each(['failed', 'aborted'])('the job %s', async (outcome) => {
    await at.fault({ kind: 'job', outcome });
    const ended = await ingest(accounts(40, `job ${outcome}`));
    expect(ended.error).toMatchObject({ kind: 'service', code: 'bulkJobFailed', message: expect.stringContaining('of the 40 rows were not written') as string });
    expect(rowsOf(ended)).toEqual(upTo(40));
    expect(await inOrg(`job ${outcome}`)).toBe(states(ended)['written'] ?? 0);
  });

  test('the job stands still: it is given up, not ended, and its id is told', async () => {
    await at.fault({ kind: 'job', outcome: 'stuck' });
    const ended = await ingest(accounts(40, 'stuck'), { stillMs: 300 });
    expect(ended.error).toMatchObject({ kind: 'service', code: 'bulkJobStuck', data: { job: ended.jobs[0]!.id } });
    expect(ended.outcomes).toEqual([]);
  });

  test('the upload never gets through: no job is left that could begin', async () => {
    await at.fault({ kind: 'status', status: 503, method: 'PUT', times: 5 });
    const ended = await ingest(accounts(10, 'never'));
    expect([ended.jobs, ended.error]).toMatchObject([[], { kind: 'service', code: 'orgBusy' }]);
    expect(await inOrg('never')).toBe(0);
  });

  test('the field does not exist', async () => {
    const ended = await ingest(accounts(3, 'nofield'), { columns: ['Name', 'Nowhere__c'] });
    expect(ended.error ?? ended.outcomes.find(({ state }) => state !== 'written')).toBeDefined();
    expect(await inOrg('nofield')).toBe(0);
  });

  test('the object does not exist', async () => {
    expect((await ingest(accounts(3, 'noobject'), { object: 'Nowhere__c' })).error).toMatchObject({ kind: 'settings' });
  });
});

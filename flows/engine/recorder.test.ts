import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Secret, type Connection } from '../kit/connection.ts';
import { AppError } from '../kit/errors.ts';
import type { RunEvent } from './events.ts';
import { delay, memorySink, numbers, numberSource, passOn, runTest, sink, source, transform } from './fixtures/testFlow.ts';
import { openRunStore, type RunStore, type SamplePage } from './runStore.ts';

test('a run says that it started, how it goes with only what changed, and how it ended', async () => {
  const read = source(async function* () {
    for (let row = 0; row < 5; row++) {
      yield numbers([row], row);
      await delay(row === 2 ? 350 : 5);
    }
  });
  const { events, finished, store } = await runTest({ nodes: { read, pass: passOn() }, edges: ['read.out → pass.in'] });
  expect(events[0]).toMatchObject({ type: 'started', run: 'r1', flow: 'test flow' });
  expect(events.at(-1)).toBe(finished);
  const progress = events.filter((event) => event.type === 'progress');
  // Nothing changed during most of the wait, so nothing was said.
  expect(progress.length).toBeGreaterThanOrEqual(1);
  expect(progress.length).toBeLessThanOrEqual(4);
  expect(Object.keys(progress[0]!.nodes)).toEqual(['read', 'pass']);
  expect(store.readEvents('r1').map(({ event }) => event.type)).toEqual(['started', 'progress', 'finished']);
  expect(store.listRuns()).toMatchObject([{ run: 'r1', flow: 'test flow', state: 'succeeded', read: 5, written: 0, rejected: 0 }]);
});

test('an edge can be looked into while the run goes', async () => {
  let seen: SamplePage | undefined;
  const store = openRunStore(':memory:');
  const read = source(async function* () {
    yield numbers([1, 2, 3]);
    while (!seen) {
      await delay(50);
      const page = store.readSample('r1', 'read.out → pass.in', 1, 10);
      if (page.kept > 0) seen = page;
    }
  });
  await runTest({ nodes: { read, pass: passOn() }, edges: ['read.out → pass.in'] }, { store });
  expect(seen).toEqual({ schema: [{ name: 'n', type: 'number' }], rows: [[2], [3]], kept: 3, total: 3 });
});

test('the first thousand rows of an edge are kept, and how many there were', async () => {
  const { store } = await runTest({ nodes: { read: numberSource(5000, 700), pass: passOn() }, edges: ['read.out → pass.in'] });
  const page = store.readSample('r1', 'read.out → pass.in', 999, 100);
  expect(page).toMatchObject({ rows: [[999]], kept: 1000, total: 5000 });
});

test('the samples of many edges are kept with few waits for the disk', async () => {
  const store = openRunStore(':memory:');
  let isTogether = false;
  let rounds = 0;
  const savedTogether: boolean[] = [];
  const watched: RunStore = {
    ...store,
    together: (work) => {
      isTogether = true;
      rounds++;
      const result = store.together(work);
      isTogether = false;
      return result;
    },
    saveSample: (run, sample) => {
      savedTogether.push(isTogether);
      store.saveSample(run, sample);
    },
  };
  const read = source(async function* () {
    yield numbers([1, 2, 3]);
    while (store.readSample('r1', 'read.out → pass0.in', 0, 1).kept === 0) await delay(20);
  });
  const passes = Array.from({ length: 60 }, (_, index) => [`pass${index}`, passOn()] as const);
  const edges = passes.map(([id], index) => `${index === 0 ? 'read' : `pass${index - 1}`}.out → ${id}.in`);
  await runTest({ nodes: { read, ...Object.fromEntries(passes) }, edges }, { store: watched });
  expect(edges.every((edge) => store.readSample('r1', edge, 0, 10).kept === 3)).toBe(true);
  expect(savedTogether.length).toBeGreaterThanOrEqual(60);
  expect(savedTogether.every(Boolean)).toBe(true);
  expect(rounds).toBeLessThan(10);
});

test('a node that logs without end does not drown the run', async () => {
  const chatty = transform((context) => ({ process: (batch) => (context.drop(batch.rows.length, 'all'), batch.rows.forEach((row) => context.log('info', `row ${row}`))) }));
  const { events } = await runTest({ nodes: { read: numberSource(3000), chatty }, edges: ['read.out → chatty.in'] });
  const logs = events.filter((event) => event.type === 'log');
  expect(logs.length).toBe(1001);
  expect(logs.at(-1)!.message).toBe('2000 more log lines are not shown: a run keeps 1000.');
});

test('secrets of a connection are in no event, error, sample or file, whatever a node says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const token = 'to/ken+"marker"';
  const connection: Connection = { name: 'crm', system: 'salesforce', environment: 'sandbox', settings: {}, secrets: { accessToken: new Secret(token) } };
  const store = openRunStore(join(folder, 'runs.sqlite'));
  const gossip = sink(async (context) => {
    const { secrets } = await context.connection('crm');
    const shown = secrets['accessToken']!.reveal();
    context.log('info', `signed in with ${shown}`);
    return {
      async write(batch) {
        context.reject(batch, 0, new AppError('row', 'refused', { message: `refused for ${shown}` }));
        throw new Error(`GET /?token=${encodeURIComponent(shown)} ${JSON.stringify({ shown })}`);
      },
    };
  });
  const events: RunEvent[] = [];
  const parts = { store, resolveConnection: async () => connection, onEvent: (event: RunEvent) => void events.push(event) };
  const { finished } = await runTest({ nodes: { read: numberSource(1), gossip }, edges: ['read.out → gossip.in'] }, parts);
  expect(finished.error!.message).toBe('A fault in Sluice: GET /?token=[secret] {"shown":"[secret]"}');
  store.close();
  const everything = JSON.stringify(events) + readFileSync(join(folder, 'runs.sqlite'), 'utf8');
  expect(everything).toContain('signed in with [secret]');
  expect(everything).not.toContain('marker');
});

test('things that nodes share are opened once and closed when the run ends, the last first', async () => {
  const calls: string[] = [];
  const user = () =>
    sink(async (context) => {
      for (const key of ['client', 'describe']) await context.shared(key, async () => (calls.push(`open ${key}`), { key }), async () => void calls.push(`close ${key}`));
      return { write: async () => undefined };
    });
  await runTest({ nodes: { read: numberSource(1), a: user(), b: user() }, edges: ['read.out → a.in', 'read.out → b.in'] });
  expect(calls).toEqual(['open client', 'open describe', 'close describe', 'close client']);
});

test('a run whose store cannot be written stops and says so', async () => {
  const store = openRunStore(':memory:');
  const read = source(async function* () {
    yield numbers([1]);
    store.close();
    for (;;) {
      await delay(10);
      yield numbers([1]);
    }
  });
  const { node: write, calls } = memorySink();
  const { finished } = await runTest({ nodes: { read, write }, edges: ['read.out → write.in'] }, { store });
  expect(finished).toMatchObject({ state: 'failed', error: { kind: 'service', code: 'runStore' } });
  expect(calls).toEqual(['open', 'abort']);
});

test('a flow with problems does not start, and all of them are told at once', async () => {
  const { node: write, calls } = memorySink();
  const { finished } = await runTest({ nodes: { read: numberSource(1), write, lonely: passOn(), other: write }, edges: ['read.out → write.in', 'read.elsewhere → other.in'] });
  expect(finished).toMatchObject({ state: 'failed', error: { kind: 'settings', code: 'flowHasProblems' }, nodes: {} });
  expect(finished.error!.data['problems']).toEqual([expect.objectContaining({ where: expect.objectContaining({ node: 'lonely' }) }), expect.objectContaining({ where: { node: 'read', port: 'elsewhere' } })]);
  expect(calls).toEqual([]);
});

test('one problem is the error itself', async () => {
  const { finished } = await runTest({ nodes: { pass: passOn() }, edges: [] });
  expect(finished.error).toMatchObject({ kind: 'settings', code: 'portUnfed', where: { node: 'pass', port: 'in' } });
});

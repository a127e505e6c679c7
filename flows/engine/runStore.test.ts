import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { Schema } from '../kit/schema.ts';
import { emptyDocument } from '../model/document.ts';
import { openRunStore, type RunStore } from './runStore.ts';

const request = (run: string, path?: string) => ({ run, document: emptyDocument(`flow ${run}`), folder: '/', parameters: {}, ...(path ? { path } : {}) });
const finished = { type: 'finished', state: 'succeeded', elapsedMs: 7, nodes: {}, edges: {}, unhandled: 0, drops: {} } as const;
const nothing = { sources: {}, nodes: {}, drops: {}, edges: {}, sinks: {}, ledger: {} };
const counts = { in: 0, out: 4, written: 0, unchanged: 0, dropped: 0, rejected: 0, apiCalls: 0, retries: 0, state: 'running' } as const;

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'runs.sqlite');
}

function open(file = ':memory:'): RunStore {
  const store = openRunStore(file);
  onTestFinished(() => store.close());
  return store;
}

test('what one process writes another reads, at once', () => {
  const file = temporaryFile();
  const [writer, reader] = [open(file), open(file)];
  writer.createRun(request('r1', '/flows/a.json'));
  writer.appendEvent('r1', { type: 'started', run: 'r1', flow: 'flow r1', at: 'now' });
  writer.finishRun('r1', finished, { read: 4, written: 3, rejected: 1 });
  expect(reader.listRuns()).toEqual([
    { run: 'r1', flow: 'flow r1', path: '/flows/a.json', mode: 'write', state: 'succeeded', startedAt: expect.stringMatching(/^\d{4}-.*Z$/), elapsedMs: 7, read: 4, written: 3, rejected: 1 },
  ]);
  expect(reader.readEvents('r1', 1)).toEqual([{ sequence: 2, event: finished }]);
});

test('of progress only the latest is kept, in its place among the others', () => {
  const store = open();
  store.createRun(request('r1'));
  store.appendEvent('r1', { type: 'progress', elapsedMs: 1, nodes: {}, edges: {} });
  store.appendEvent('r1', { type: 'log', level: 'info', message: 'hello' });
  store.appendEvent('r1', { type: 'progress', elapsedMs: 9, nodes: { read: counts }, edges: {} }, { read: 4, written: 0, rejected: 0 });
  expect(store.readEvents('r1').map(({ sequence, event }) => [sequence, event.type])).toEqual([[2, 'log'], [3, 'progress']]);
  expect(store.readRun('r1')).toMatchObject({ state: 'running', elapsedMs: 9, read: 4 });
});

test('runs are listed newest first, those of one file alone when asked', async () => {
  const store = open();
  for (const [run, path] of [['a', '/1'], ['b', '/2'], ['c', '/1']] as const) {
    store.createRun(request(run, path));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(store.listRuns().map(({ run }) => run)).toEqual(['c', 'b', 'a']);
  expect(store.listRuns({ path: '/1' }).map(({ run }) => run)).toEqual(['c', 'a']);
  expect(store.listRuns({ limit: 1 }).map(({ run }) => run)).toEqual(['c']);
});

test('an older attempt at a split changes nothing and is told so', () => {
  const store = open();
  store.createRun(request('r1'));
  const zombie = store.startSplit('r1', 'read', 'all');
  const current = store.startSplit('r1', 'read', 'all');
  expect([zombie, current]).toEqual([1, 2]);
  const place = { run: 'r1', node: 'read', split: 'all', rows: 10 };
  expect(store.saveCheckpoint('r1', [{ ...place, attempt: current, cursor: { row: 10 } }], nothing)).toBe(true);
  expect(store.saveCheckpoint('r1', [{ ...place, attempt: zombie, cursor: { row: 5 } }], { ...nothing, edges: { none: 1 } })).toBe(false);
  expect(store.readCheckpoint('r1')).toEqual({ ...nothing, rejectedParts: {} });
});

test('a split whose run has ended takes no checkpoint', () => {
  const store = open();
  store.createRun(request('r1'));
  const attempt = store.startSplit('r1', 'read', 'all');
  store.finishRun('r1', finished);
  expect(store.saveCheckpoint('r1', [{ run: 'r1', node: 'read', split: 'all', attempt, cursor: {}, rows: 1 }], nothing)).toBe(false);
});

test('a run whose process is gone is marked, with the counts it told last; one whose process lives is not', () => {
  const file = temporaryFile();
  const store = open(file);
  for (const run of ['dead', 'alive', 'over']) store.createRun(request(run));
  store.finishRun('over', finished);
  store.appendEvent('dead', { type: 'progress', elapsedMs: 1200, nodes: { read: counts }, edges: { 'read.out → a.in': 4 } });
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  new DatabaseSync(file).prepare('update run set pid = ? where run = ?').run(pid, 'dead');
  expect(store.interruptDeadRuns()).toEqual(['dead']);
  expect(store.listRuns().map(({ run, state }) => `${run} ${state}`).sort()).toEqual(['alive running', 'dead interrupted', 'over succeeded']);
  expect(store.readEvents('dead').at(-1)!.event).toMatchObject({ type: 'finished', state: 'interrupted', elapsedMs: 1200, nodes: { read: { out: 4 } }, error: { code: 'engineStopped' } });
  expect(store.markInterrupted('over')).toBeUndefined();
});

test('the history keeps the latest 500 runs; what belongs to the others goes with them', () => {
  const file = temporaryFile();
  const store = open(file);
  for (let run = 0; run < 505; run++) {
    store.createRun(request(`r${run}`));
    store.saveSample(`r${run}`, { edge: 'a.out → b.in', schema: [], columns: [], kept: 0, total: 0 });
    store.finishRun(`r${run}`, finished);
  }
  const [runs, samples] = ['run', 'sample'].map((table) => new DatabaseSync(file).prepare(`select count(*) as count from ${table}`).get()!['count'] as number);
  expect({ runs, samples }).toEqual({ runs: 500, samples: 500 });
});

test('a store made by a newer Sluice is left alone', () => {
  const file = temporaryFile();
  new DatabaseSync(file).exec('pragma user_version = 99');
  expect(() => openRunStore(file)).toThrow(expect.objectContaining({ kind: 'settings', code: 'runStoreNewer' }));
});

test('a store that cannot be opened says where and why', () => {
  expect(() => openRunStore('/nowhere/at/all/runs.sqlite')).toThrow(expect.objectContaining({ kind: 'service', code: 'runStore', message: expect.stringContaining('/nowhere/at/all/runs.sqlite') }));
});

test('an edge of which nothing is known gives an empty page', () => {
  expect(open().readSample('r1', 'a.out → b.in', 0, 10)).toEqual({ schema: [], rows: [], kept: 0, total: 0 });
});

test('what is written together is kept whole or not at all', () => {
  const store = open(temporaryFile());
  store.createRun(request('r1'));
  const save = (edge: string) => store.saveSample('r1', { edge, schema: [{ name: 'n', type: 'text' }], columns: ['["x"]'], kept: 1, total: 1 });
  expect(() =>
    store.together(() => {
      save('a.out → b.in');
      throw new Error('half-way');
    }),
  ).toThrow('half-way');
  expect(store.readSample('r1', 'a.out → b.in', 0, 1).kept).toBe(0);
  expect(store.together(() => (save('b.out → c.in'), 'done'))).toBe('done');
  expect(store.readSample('r1', 'b.out → c.in', 0, 1).kept).toBe(1);
});

test('rows of an edge are read by page, also those that an older version kept row by row', () => {
  const file = temporaryFile();
  const store = open(file);
  store.createRun(request('r1'));
  const schema: Schema = [{ name: 'n', type: 'number' }, { name: 't', type: 'text' }];
  store.saveSample('r1', { edge: 'a.out → b.in', schema, columns: ['[1,2,3]', '["x",null,"z"]'], kept: 3, total: 9 });
  new DatabaseSync(file).prepare('insert into sample (run, edge, columns, rows, kept, total) values (?, ?, ?, ?, ?, ?)').run('r1', 'old', JSON.stringify(schema), '[[1,"x"],[2,null],[3,"z"]]', 3, 9);
  for (const edge of ['a.out → b.in', 'old']) {
    expect(store.readSample('r1', edge, 1, 5)).toEqual({ schema, rows: [[2, null], [3, 'z']], kept: 3, total: 9 });
    expect(store.readSample('r1', edge, 3, 5).rows).toEqual([]);
  }
});

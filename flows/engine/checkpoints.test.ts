import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { delay, numbers, numberSource, passOn, runTest, sink, source, type TestFlow } from './fixtures/testFlow.ts';
import { openRunStore } from './runStore.ts';

async function splitsOf(flow: TestFlow, onCheckpoint: (rows: number) => void = () => {}): Promise<unknown[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'runs.sqlite');
  const store = openRunStore(file);
  const saveCheckpoint: typeof store.saveCheckpoint = (run, splits, checkpoint) => {
    onCheckpoint(splits.reduce((sum, { rows }) => sum + rows, 0));
    return store.saveCheckpoint(run, splits, checkpoint);
  };
  await runTest(flow, { store: { ...store, saveCheckpoint } });
  store.close();
  return new DatabaseSync(file).prepare('select node, split, state, attempt, cursor, rows from split order by split').all().map((row) => ({ ...row }));
}

test('a cursor is kept only when every row before it has been written', async () => {
  let written = 0;
  const behind: number[] = [];
  const slow = sink(() => ({
    async write(batch) {
      await delay(0);
      written += batch.rows.length;
      return undefined;
    },
    checkpoint: async () => ({}),
  }));
  const flow = { nodes: { read: numberSource(200_000, 5000), pass: passOn(), write: slow }, edges: ['read.out → pass.in', 'pass.out → write.in'] };
  const splits = await splitsOf(flow, (rows) => behind.push(rows - written));
  expect(behind.length).toBeGreaterThanOrEqual(3);
  expect(Math.max(...behind)).toBeLessThanOrEqual(0);
  expect(splits).toEqual([{ node: 'read', split: 'all', state: 'done', attempt: 1, cursor: '{"row":200000}', rows: 200_000 }]);
});

test('the slower a checkpoint, the longer until the next: the flow works twenty times longer than it stands', async () => {
  let nowMs = 0;
  const clock = vi.spyOn(process, 'uptime').mockImplementation(() => nowMs / 1000);
  onTestFinished(() => clock.mockRestore());
  const takenAt: number[] = [];
  const read = source(async function* () {
    for (let row = 0; row < 50; row++) {
      nowMs += 1000;
      yield numbers([row], row);
    }
  });
  const slow = sink(() => ({
    write: async () => undefined,
    checkpoint: async () => {
      takenAt.push(nowMs);
      nowMs += 1000;
      return {};
    },
  }));
  await runTest({ nodes: { read, write: slow }, edges: ['read.out → write.in'] });
  const atTheEnd = 53_000;
  expect(takenAt).toEqual([5000, 26_000, 47_000, atTheEnd]);
});

test('every split of a source has its own place', async () => {
  const read = source(
    async function* (_context, split) {
      yield numbers([Number(split)], 0);
    },
    async () => ['1', '2'].map((id) => ({ id, spec: {} })),
  );
  const splits = await splitsOf({ nodes: { read, pass: passOn() }, edges: ['read.out → pass.in'] });
  expect(splits).toMatchObject([{ split: '1', state: 'done', rows: 1 }, { split: '2', state: 'done', rows: 1 }]);
});

test('rows that a node still holds are not passed over', async () => {
  const flow = { nodes: { read: numberSource(10), sort: passOn({ traits: { state: 'global' } }) }, edges: ['read.out → sort.in'] };
  expect(await splitsOf(flow)).toMatchObject([{ cursor: null, rows: 0 }]);
});

test('an engine whose run was taken over stops', async () => {
  const store = openRunStore(':memory:');
  const { finished } = await runTest({ nodes: { read: numberSource(10), pass: passOn() }, edges: ['read.out → pass.in'] }, { store: { ...store, saveCheckpoint: () => false } });
  expect(finished).toMatchObject({ state: 'failed', error: { kind: 'service', code: 'runTakenOver', where: { node: 'read' } } });
});

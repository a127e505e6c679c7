import { expect, test } from 'vitest';
import { memorySink, numberSource, passOn, runTest, source } from './fixtures/testFlow.ts';

test('a source without rows sends its columns through every node, so that files get their header', async () => {
  const [write, bad] = [memorySink(), memorySink()];
  const nodes = { read: numberSource(0), pass: passOn(), write: write.node, bad: bad.node };
  const { finished, store } = await runTest({ nodes, edges: ['read.out → pass.in', 'pass.out → write.in', 'pass.rejected → bad.in'] });
  expect(finished.state).toBe('succeeded');
  expect(write.batches.map(({ schema, rows }) => [schema.map(({ name }) => name), rows.length])).toEqual([[['n'], 0]]);
  expect(bad.batches.map(({ schema }) => schema.length)).toEqual([3]);
  expect(store.readSample('r1', 'read.out → pass.in', 0, 10)).toEqual({ schema: [{ name: 'n', type: 'number' }], rows: [], kept: 0, total: 0 });
  expect([write.calls, bad.calls]).toEqual([['open', 'finish'], ['open', 'finish']]);
});

test('a source that plans no splits ends at once', async () => {
  const { node: write, calls } = memorySink();
  const read = source(async function* () {}, async () => []);
  const { finished } = await runTest({ nodes: { read, write }, edges: ['read.out → write.in'] });
  expect(finished.state).toBe('succeeded');
  expect(calls).toEqual(['open', 'finish']);
});

test('a batch without rows is not sent on once the columns are known', async () => {
  const { node: write, batches } = memorySink();
  const nodes = { read: numberSource(30, 10), none: passOn(), write };
  const { finished } = await runTest({ nodes, edges: ['read.out → none.in', 'none.out → write.in'] });
  expect(batches.length).toBe(3);
  expect(finished.edges).toEqual({ 'read.out → none.in': 30, 'none.out → write.in': 30 });
});

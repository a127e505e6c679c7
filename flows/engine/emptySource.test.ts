import { expect, test } from 'vitest';
import { memorySink, numberSource, passOn, runTest, source, transform } from './fixtures/testFlow.ts';

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
  const firstBatch = transform((context) => ({
    process(batch, out) {
      if (batch.origin.ordinal > 0) context.drop(batch.rows.length, 'not the first');
      return out.emit(batch.origin.ordinal > 0 ? { ...batch, rows: new Int32Array(0) } : batch);
    },
  }));
  const { finished } = await runTest({ nodes: { read: numberSource(30, 10), firstBatch, write }, edges: ['read.out → firstBatch.in', 'firstBatch.out → write.in'] });
  expect(batches.length).toBe(1);
  expect(finished.edges).toEqual({ 'read.out → firstBatch.in': 30, 'firstBatch.out → write.in': 10 });
});

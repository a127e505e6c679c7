import { expect, test } from 'vitest';
import { delay, memorySink, numberSource, passOn, runTest, sink, source, numbers, transform } from './fixtures/testFlow.ts';

/** So many batches may wait on an edge, at most. */
const mostWaiting = 4;

test('a slow sink holds its source back: only the batches of one channel wait between them', async () => {
  let read = 0;
  let written = 0;
  let mostAhead = 0;
  const slow = sink(() => ({
    async write() {
      await delay(1);
      written++;
      return undefined;
    },
  }));
  const { finished } = await runTest({
    nodes: {
      read: numberSource(4000, 100, () => (mostAhead = Math.max(mostAhead, ++read - written))),
      pass: passOn(),
      write: slow,
    },
    edges: ['read.out → pass.in', 'pass.out → write.in'],
  });
  expect(finished.nodes['write']!.written).toBe(4000);
  // The channel, the batch being written and the one being read.
  expect(mostAhead).toBeLessThanOrEqual(mostWaiting + 2);
});

test('a transform that makes many batches and never waits stays in order, and the next batch comes when all of them have found room', async () => {
  const burst = transform(
    () => ({
      process(batch, out) {
        for (let copy = 0; copy < 20; copy++) void out.emit(batch);
      },
    }),
    { traits: { conserves: false } },
  );
  let read = 0;
  let written = 0;
  let mostAhead = 0;
  const slow = sink(() => ({
    async write() {
      await delay(0);
      mostAhead = Math.max(mostAhead, read * 20 - written++);
      return undefined;
    },
  }));
  const nodes = { read: source(async function* () {
    for (; read < 5; ) {
      read++;
      yield numbers([read]);
    }
  }), burst, write: slow };
  const { finished } = await runTest({ nodes, edges: ['read.out → burst.in', 'burst.out → write.in'] });
  expect(finished.nodes['write']!.written).toBe(100);
  expect(mostAhead).toBeLessThanOrEqual(40 + mostWaiting);
});

test('a slow branch of a fan-out holds back the whole flow, the fast branch with it', async () => {
  const fast = memorySink();
  let slowWritten = 0;
  let mostApart = 0;
  const slow = sink(() => ({
    async write(batch) {
      await delay(1);
      slowWritten += batch.rows.length;
      mostApart = Math.max(mostApart, fast.values.length - slowWritten);
      return undefined;
    },
  }));
  await runTest({ nodes: { read: numberSource(3000, 100), fast: fast.node, slow }, edges: ['read.out → fast.in', 'read.out → slow.in'] });
  expect(fast.values.length).toBe(3000);
  expect(slowWritten).toBe(3000);
  expect(mostApart).toBeLessThanOrEqual((mostWaiting + 2) * 100);
});

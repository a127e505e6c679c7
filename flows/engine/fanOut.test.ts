import { expect, test } from 'vitest';
import { memorySink, numberSource, passOn, runTest, transform } from './fixtures/testFlow.ts';

test('every edge of a port gets every batch', async () => {
  const [one, two, three] = [memorySink(), memorySink(), memorySink()];
  const nodes = { read: numberSource(1000), pass: passOn(), one: one.node, two: two.node, three: three.node };
  const { finished } = await runTest({ nodes, edges: ['read.out → pass.in', 'pass.out → one.in', 'pass.out → two.in', 'read.out → three.in'] });
  expect([one, two, three].map(({ values }) => values.length)).toEqual([1000, 1000, 1000]);
  expect(finished.nodes['pass']!.out).toBe(1000);
  expect(finished.edges).toEqual({ 'read.out → pass.in': 1000, 'pass.out → one.in': 1000, 'pass.out → two.in': 1000, 'read.out → three.in': 1000 });
});

test('a node with two out ports sends each row by the one it chose', async () => {
  const [low, high] = [memorySink(), memorySink()];
  const route = transform(
    () => ({
      async process(batch, out) {
        await out.emit({ ...batch, rows: batch.rows.filter((row) => (batch.columns[0]!.value(row) as number) < 30) }, 'low');
        await out.emit({ ...batch, rows: batch.rows.filter((row) => (batch.columns[0]!.value(row) as number) >= 30) }, 'high');
      },
    }),
    { out: ['low', 'high'] },
  );
  const { finished } = await runTest({ nodes: { read: numberSource(100, 10), route, low: low.node, high: high.node }, edges: ['read.out → route.in', 'route.low → low.in', 'route.high → high.in'] });
  expect(finished.state).toBe('succeeded');
  expect([low.values.length, high.values.length]).toEqual([30, 70]);
});

test('two flows in one document run side by side', async () => {
  const [a, b] = [memorySink(), memorySink()];
  const nodes = { readA: numberSource(500), a: a.node, readB: numberSource(300), b: b.node };
  const { finished } = await runTest({ nodes, edges: ['readA.out → a.in', 'readB.out → b.in'] });
  expect(finished.state).toBe('succeeded');
  expect([a.values.length, b.values.length]).toEqual([500, 300]);
});

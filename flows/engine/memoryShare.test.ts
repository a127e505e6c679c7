import { expect, test } from 'vitest';
import { memorySink, numberSource, runTest, transform } from './fixtures/testFlow.ts';

test('the nodes that keep rows share the memory of the run; the others have no part in it', async () => {
  const shares: number[] = [];
  const keeps = (holds: boolean) =>
    transform(
      ({ memoryBytes }) => {
        if (holds) shares.push(memoryBytes);
        return { process: (batch, out) => out.emit(batch) };
      },
      { traits: { holds } },
    );
  const flow = {
    nodes: { read: numberSource(10), a: keeps(true), b: keeps(false), c: keeps(true), write: memorySink().node },
    edges: ['read.out → a.in', 'a.out → b.in', 'b.out → c.in', 'c.out → write.in'],
  };
  const { finished } = await runTest(flow, { memoryBytes: 1000 });
  expect(finished.state).toBe('succeeded');
  expect(shares).toEqual([500, 500]);
});

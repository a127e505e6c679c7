import { expect, test } from 'vitest';
import type { Batch } from '../kit/batch.ts';
import { AppError } from '../kit/errors.ts';
import { memorySink, numberSource, passOn, runTest, sink, testDefinitions, testDocument, transform } from './fixtures/testFlow.ts';
import { planFlow } from './planFlow.ts';

/** Reads its port `small` to the end before it takes anything of `large`, as a join does. */
function join() {
  return passOn({ in: ['small', 'large'], first: ['small'], traits: { state: 'global' } });
}

/** Lets nothing through before everything is in. */
function waitForAll() {
  return transform(
    () => {
      const held: Batch[] = [];
      return {
        process: (batch) => void held.push(batch),
        async finish(out) {
          for (const batch of held) await out.emit(batch);
        },
      };
    },
    { traits: { state: 'global' } },
  );
}

const diamond = () => {
  const { node: write, values } = memorySink();
  const nodes = { read: numberSource(5000, 100), sort: waitForAll(), join: join(), write };
  return { flow: { nodes, edges: ['read.out → sort.in', 'sort.out → join.small', 'read.out → join.large', 'join.out → write.in'] }, values };
};

test('two inputs of one node from one ancestor, one of which comes only when the other is through, do not block each other', async () => {
  const { flow, values } = diamond();
  const { finished } = await runTest(flow);
  expect(finished.state).toBe('succeeded');
  expect(values.length).toBe(10000);
});

test('the plan does not let the input that waits hold the ancestor back, and holds back all others', () => {
  const { flow } = diamond();
  const { edges } = planFlow(testDocument(flow), testDefinitions(flow));
  expect(Object.fromEntries(edges.map(({ id, capacity }) => [id, capacity]))).toEqual({
    'read.out → sort.in': 3,
    'sort.out → join.small': 3,
    'read.out → join.large': Infinity,
    'join.out → write.in': 3,
  });
});

test('inputs of one node from different sources are bounded', () => {
  const flow = {
    nodes: { a: numberSource(1), b: numberSource(1), join: join(), write: memorySink().node },
    edges: ['a.out → join.small', 'b.out → join.large', 'join.out → write.in'],
  };
  expect(planFlow(testDocument(flow), testDefinitions(flow)).edges.map(({ capacity }) => capacity)).toEqual([3, 3, 3]);
});

test('the branches of a fan-out may meet again, however long one of them is', async () => {
  const { node: write, values } = memorySink();
  const { finished } = await runTest({
    nodes: { read: numberSource(3000, 100), a: passOn(), b: passOn(), c: passOn(), meet: passOn({ in: ['in', 'more'] }), write },
    edges: ['read.out → a.in', 'read.out → b.in', 'b.out → c.in', 'a.out → meet.in', 'c.out → meet.more', 'meet.out → write.in'],
  });
  expect(finished.state).toBe('succeeded');
  expect(values.length).toBe(6000);
});

test('two joins, each of which reads first what the other reads last, do not block each other', async () => {
  const { node: write, values } = memorySink();
  const { node: writeToo, values: others } = memorySink();
  const { finished } = await runTest({
    nodes: { a: numberSource(3000, 100), b: numberSource(3000, 100), join: join(), other: join(), write, writeToo },
    edges: ['a.out → join.small', 'b.out → join.large', 'b.out → other.small', 'a.out → other.large', 'join.out → write.in', 'other.out → writeToo.in'],
  });
  expect(finished.state).toBe('succeeded');
  expect([values.length, others.length]).toEqual([6000, 6000]);
});

test('a port that is read first is read to its end before the others, however late its rows come', async () => {
  const { node: write, values } = memorySink();
  await runTest({
    nodes: { large: numberSource(1000, 10), small: numberSource(50, 10), sort: waitForAll(), join: join(), write },
    edges: ['small.out → sort.in', 'sort.out → join.small', 'large.out → join.large', 'join.out → write.in'],
  });
  expect(values).toEqual([...Array(50).keys(), ...Array(1000).keys()]);
});

test('what is read first may come from a sink that rejects it', async () => {
  const { node: write, values } = memorySink();
  const refuse = sink((context) => ({
    write: async (batch) => {
      for (const row of batch.rows) context.reject(batch, row, new AppError('row', 'refused', { message: 'No.' }));
      return [];
    },
  }));
  const { finished } = await runTest({
    nodes: { read: numberSource(500, 10), large: numberSource(500, 10), refuse, join: join(), write },
    edges: ['read.out → refuse.in', 'refuse.rejected → join.small', 'large.out → join.large', 'join.out → write.in'],
  });
  expect(finished.state).toBe('succeeded');
  expect(values.length).toBe(1000);
});

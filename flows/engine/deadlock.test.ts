import { expect, test } from 'vitest';
import type { Batch } from '../kit/batch.ts';
import { memorySink, numberSource, passOn, runTest, testDefinitions, testDocument, transform } from './fixtures/testFlow.ts';
import { planFlow } from './planFlow.ts';

/** Reads its port `small` to the end before it emits anything of `large`, as a join does. */
function holdBack() {
  return transform(
    () => {
      const held: Batch[] = [];
      return {
        process: (batch, _out, port) => void (port === 'large' && held.push(batch)),
        async finish(out) {
          for (const batch of held) await out.emit(batch);
        },
      };
    },
    { in: ['small', 'large'], traits: { state: 'global', conserves: false } },
  );
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
  const nodes = { read: numberSource(5000, 100), sort: waitForAll(), join: holdBack(), write };
  return { flow: { nodes, edges: ['read.out → sort.in', 'sort.out → join.small', 'read.out → join.large', 'join.out → write.in'] }, values };
};

test('two inputs of one node from one ancestor, one of which comes only when the other is through, do not block each other', async () => {
  const { flow, values } = diamond();
  const { finished } = await runTest(flow);
  expect(finished.state).toBe('succeeded');
  expect(values.length).toBe(5000);
});

test('the plan lets neither of these two inputs hold their ancestor back, and holds back all others', () => {
  const { flow } = diamond();
  const { edges } = planFlow(testDocument(flow), testDefinitions(flow));
  expect(Object.fromEntries(edges.map(({ id, capacity }) => [id, capacity]))).toEqual({
    'read.out → sort.in': 3,
    'sort.out → join.small': Infinity,
    'read.out → join.large': Infinity,
    'join.out → write.in': 3,
  });
});

test('inputs of one node from different sources are bounded', () => {
  const flow = {
    nodes: { a: numberSource(1), b: numberSource(1), join: holdBack(), write: memorySink().node },
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

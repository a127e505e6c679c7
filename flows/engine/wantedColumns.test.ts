import { expect, test } from 'vitest';
import type { NodeDefinition } from '../kit/defineNode.ts';
import { memorySink, numberSource, numbers, numberSchema, passOn, runTest, testDefinitions, testDocument, transform, type TestFlow } from './fixtures/testFlow.ts';
import { sampleRows } from './sample.ts';
import { wantedColumns } from './wantedColumns.ts';

const flow: TestFlow = {
  nodes: { read: numberSource(1), join: passOn(), count: passOn(), sum: passOn(), write: memorySink().node },
  edges: ['read.out → join.in', 'join.out → count.in', 'join.out → sum.in', 'join.rejected → write.in'],
};
const wanted = (reads: Readonly<Record<string, NodeDefinition['reads']>>) => {
  const definitions = testDefinitions(flow);
  for (const [type, columns] of Object.entries(reads)) definitions[type] = { ...definitions[type]!, ...(columns ? { reads: columns } : {}) };
  return wantedColumns(testDocument(flow), definitions, 'join');
};

test('are those that the nodes behind `out` read, in small letters', () => {
  expect(wanted({ count: () => ['Country'], sum: () => ['Amount', 'Country'] })).toEqual(new Set(['country', 'amount']));
});

test('are not known where one of these nodes may want all', () => {
  expect(wanted({ count: () => ['Country'] })).toBeUndefined();
  expect(wanted({ count: () => ['Country'], sum: () => undefined })).toBeUndefined();
});

test('are asked for with the columns that are known before the run', () => {
  const definitions = testDefinitions(flow);
  const seen: unknown[] = [];
  definitions['read'] = { ...definitions['read']!, columns: () => numberSchema };
  for (const type of ['count', 'sum']) definitions[type] = { ...definitions[type]!, reads: (_settings, upstream) => (seen.push(upstream), []) };
  wantedColumns(testDocument(flow), definitions, 'join');
  expect(seen).toEqual([[numberSchema], [numberSchema]]);
});

test('rows without the others are counted and passed on, and go into no sample', async () => {
  const target = memorySink();
  const join = transform(() => ({
    async process(batch, out) {
      await out.emit(batch);
      await out.emit(numbers([5, 6, 7], 0), 'out', true);
    },
  }), { traits: { conserves: false } });
  const { finished, store } = await runTest({ nodes: { read: numberSource(2), join, write: target.node }, edges: ['read.out → join.in', 'join.out → write.in'] });
  expect(finished).toMatchObject({ state: 'succeeded', edges: { 'join.out → write.in': 5 } });
  expect(target.values).toEqual([0, 1, 5, 6, 7]);
  expect(store.readSample('r1', 'join.out → write.in', 0, sampleRows)).toMatchObject({ total: 5, rows: [[0], [1]] });
});

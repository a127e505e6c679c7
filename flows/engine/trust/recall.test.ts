import { expect, onTestFinished, test } from 'vitest';
import { defineRecordSink, type ChangeWork } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { delay, numbers, runTest, sink, source, testDefinitions, valuesOf, type TestNode } from '../fixtures/testFlow.ts';
import { openRunStore } from '../runStore.ts';

/** Inserts each number by itself, and says which. */
function inserts(sent: string[]): TestNode {
  const work: ChangeWork = {
    target: { connection: 'crm', name: 'crm', isProduction: false, object: 'Number' },
    sendRows: 1,
    canFindInserts: false,
    divide: (changes) => changes.map((_, place) => ({ places: [place], atOnce: 1 })),
    preview: async (batch) => valuesOf(batch).map((value, at) => ({ row: batch.rows[at]!, action: 'insert', key: String(value), fields: [] })),
    send: async (changes) => ({ answers: changes.map(({ key }) => (sent.push(key), { id: key })) }),
    read: async () => [],
  };
  const node = sink(() => Promise.reject(new Error('Never opened.')));
  const definition = testDefinitions({ nodes: { node }, edges: [] })['node']!;
  return { ...node, run: defineRecordSink(definition, { delivery: () => 'atLeastOnce', open: async () => work }) };
}

test('the ledger of a resumed run goes on counting, also where everything had been sent', async () => {
  const store = openRunStore(':memory:');
  onTestFinished(() => store.close());
  const sent: string[] = [];
  let isCut = true;
  const read = source(async function* () {
    yield numbers([1, 2, 3]);
    while (sent.length < 3) await delay(1);
    if (isCut) throw new AppError('service', 'lineCut', { message: 'The line was cut.' });
  });
  const flow = { nodes: { read, write: inserts(sent) }, edges: ['read.out → write.in'] };
  expect((await runTest(flow, { store })).finished.state).toBe('failed');
  isCut = false;
  expect(store.readCheckpoint('r1')).toBeUndefined();
  const { finished } = await runTest(flow, { store, request: { isResumed: true } });
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 3, written: 3 } } });
  expect(sent).toEqual(['1', '2', '3']);
  expect(store.readCheckpoint('r1')!.ledger['write']).toEqual({ after: 3, open: [] });
});

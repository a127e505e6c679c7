import { expect, test } from 'vitest';
import { memorySink, numberSource, runTest, sink, transform, passOn } from './fixtures/testFlow.ts';

const losesOne = () => transform(() => ({ process: (batch, out) => out.emit({ ...batch, rows: batch.rows.subarray(1) }) }));

test('a transform that loses rows fails the run, and no sink finishes', async () => {
  const { node: write, calls } = memorySink();
  const { finished } = await runTest({ nodes: { read: numberSource(10, 5), leak: losesOne(), write }, edges: ['read.out → leak.in', 'leak.out → write.in'] });
  expect(finished).toMatchObject({ state: 'failed', error: { kind: 'bug', code: 'rowsDoNotAddUp', where: { node: 'leak' }, data: { in: 10, emitted: 8 } } });
  expect(finished.error!.message).toContain('took 10 rows and accounts for 8: 8 emitted, 0 written, 0 unchanged, 0 dropped, 0 rejected');
  expect(finished.nodes['leak']!.state).toBe('failed');
  expect(calls).toEqual(['open', 'abort']);
});

test('a sink that does not say what became of every row fails the run before it finishes', async () => {
  const calls: string[] = [];
  const forgetful = sink(() => ({
    write: async (batch) => Array.from(batch.rows.subarray(1), (row) => ({ row, action: 'inserted' as const })),
    finish: async () => void calls.push('finish'),
    abort: async () => void calls.push('abort'),
  }));
  const { finished } = await runTest({ nodes: { read: numberSource(10), write: forgetful }, edges: ['read.out → write.in'] });
  expect(finished.error).toMatchObject({ code: 'rowsDoNotAddUp', where: { node: 'write' } });
  expect(calls).toEqual(['abort']);
});

test('dropped rows count, with their reasons', async () => {
  const drops = transform((context) => ({
    process(batch) {
      context.drop(3, 'Email is blank');
      context.drop(batch.rows.length - 3, 'Country is "DE"');
    },
  }));
  const { finished } = await runTest({ nodes: { read: numberSource(20, 10), drops }, edges: ['read.out → drops.in'] });
  expect(finished).toMatchObject({ state: 'succeeded', drops: { drops: { 'Email is blank': 6, 'Country is "DE"': 14 } }, nodes: { drops: { in: 20, dropped: 20 } } });
});

test('a node that does not conserve rows may make as many as it likes', async () => {
  const double = transform(() => ({ process: async (batch, out) => (await out.emit(batch), out.emit(batch)) }), { traits: { conserves: false } });
  const { finished } = await runTest({ nodes: { read: numberSource(10), double }, edges: ['read.out → double.in'] });
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { double: { in: 10, out: 20 } } });
});

test('rows emitted to a port the node does not have fail the run', async () => {
  const lost = transform(() => ({ process: (batch, out) => out.emit(batch, 'elsewhere') }));
  const { finished } = await runTest({ nodes: { read: numberSource(10), lost }, edges: ['read.out → lost.in'] });
  expect(finished.error).toMatchObject({ kind: 'bug', code: 'unknownPort', where: { node: 'lost' } });
});

test('an out port without an edge counts its rows', async () => {
  const { finished } = await runTest({ nodes: { read: numberSource(10), pass: passOn() }, edges: ['read.out → pass.in'] });
  expect(finished.nodes['pass']!.out).toBe(10);
});

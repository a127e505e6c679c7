import { expect, test } from 'vitest';
import { AppError } from '../kit/errors.ts';
import { delay, memorySink, numbers, numberSource, passOn, runTest, sink, source, transform } from './fixtures/testFlow.ts';

const full = () => new AppError('service', 'diskFull', { message: 'There is no room on the disk.' });

test('a sink that fails at the end of its rows keeps every other sink from finishing', async () => {
  const other = memorySink();
  let rows = 0;
  const failing = sink(() => ({
    async write(batch) {
      await delay(1);
      if ((rows += batch.rows.length) >= 1000) throw full();
      return undefined;
    },
  }));
  const { finished } = await runTest({ nodes: { read: numberSource(1000), other: other.node, failing }, edges: ['read.out → other.in', 'read.out → failing.in'] });
  expect(finished).toMatchObject({ state: 'failed', error: { kind: 'service', code: 'diskFull', where: { node: 'failing' } }, nodes: { failing: { state: 'failed' } } });
  expect(other.calls).toEqual(['open', 'abort']);
});

test('a sink below another that cannot write what that one refused keeps both from finishing', async () => {
  const calls: string[] = [];
  const strict = sink((context) => ({
    async write(batch) {
      for (const row of batch.rows) context.reject(batch, row, new AppError('row', 'bad', { message: 'Bad.' }));
      return undefined;
    },
    finish: async () => void calls.push('finish'),
    abort: async () => void calls.push('abort'),
  }));
  const failing = sink(() => ({
    async write() {
      await delay(20);
      throw full();
    },
  }));
  // Without cursors: nothing but the end of the rows waits for what is below.
  const read = source(async function* () {
    const { cursor: _, ...batch } = numbers([1, 2, 3]);
    yield batch;
  });
  const { finished } = await runTest({ nodes: { read, strict, failing }, edges: ['read.out → strict.in', 'strict.rejected → failing.in'] });
  expect(finished.error).toMatchObject({ code: 'diskFull', where: { node: 'failing' } });
  expect(calls).toEqual(['abort']);
});

test('a sink that cannot finish is told to take back', async () => {
  const calls: string[] = [];
  const failing = sink(() => ({ write: async () => undefined, finish: async () => Promise.reject(full()), abort: async () => void calls.push('abort') }));
  const { finished } = await runTest({ nodes: { read: numberSource(10), failing }, edges: ['read.out → failing.in'] });
  expect(finished.error).toMatchObject({ code: 'diskFull', where: { node: 'failing' } });
  expect(calls).toEqual(['abort']);
});

test('a sink that cannot even take back is told of, and the first error stays the run’s', async () => {
  const failing = sink(() => ({ write: async () => Promise.reject(full()), abort: async () => Promise.reject(new Error('the file is locked')) }));
  const { finished, events } = await runTest({ nodes: { read: numberSource(10), failing }, edges: ['read.out → failing.in'] });
  expect(finished.error!.code).toBe('diskFull');
  expect(events).toContainEqual({ type: 'log', level: 'warning', node: 'failing', message: 'What was begun could not be taken back: the file is locked' });
});

test('an error thrown far down a chain of neighbours names the node that threw it', async () => {
  const thrower = transform(() => ({
    process() {
      throw new AppError('row', 'noValue', { message: 'A row without a value.', where: { row: 3 } });
    },
  }));
  const nodes = { read: numberSource(10), a: passOn(), b: passOn(), thrower, write: memorySink().node };
  const { finished } = await runTest({ nodes, edges: ['read.out → a.in', 'a.out → b.in', 'b.out → thrower.in', 'thrower.out → write.in'] });
  expect(finished.error).toMatchObject({ kind: 'row', code: 'noValue', where: { node: 'thrower', row: 3 } });
});

test('a sink that cannot be opened keeps the others from beginning', async () => {
  const { node: first, calls } = memorySink();
  const failing = sink(() => Promise.reject(full()));
  const { finished } = await runTest({ nodes: { read: numberSource(10), first, failing }, edges: ['read.out → first.in', 'read.out → failing.in'] });
  expect(finished.error).toMatchObject({ code: 'diskFull', where: { node: 'failing' } });
  expect(calls.includes('finish')).toBe(false);
});

test('something that is no AppError is a fault in Sluice, with its stack', async () => {
  const broken = transform(() => ({
    process() {
      throw new TypeError('x is not a function');
    },
  }));
  const { finished } = await runTest({ nodes: { read: numberSource(10), broken }, edges: ['read.out → broken.in'] });
  expect(finished.error).toMatchObject({ kind: 'bug', code: 'bug', message: 'A fault in Sluice: x is not a function', where: { node: 'broken' } });
  expect(String(finished.error!.data['stack'])).toContain('failingSink.test.ts');
});

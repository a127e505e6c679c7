import { expect, test } from 'vitest';
import { AppError } from '../kit/errors.ts';
import { memorySink, numbers, numberSource, passOn, runTest, sink, source, transform, valuesOf, type TestNode } from './fixtures/testFlow.ts';

const odd = (value: unknown) => new AppError('row', 'isOdd', { message: `${String(value)} is odd.` });

/** Emits even numbers and rejects odd ones. */
function evens(): TestNode {
  return transform((context) => ({
    process(batch, out) {
      const kept = batch.rows.filter((row) => {
        const value = batch.columns[0]!.value(row) as number;
        if (value % 2 === 1) context.reject(batch, row, odd(value));
        return value % 2 === 0;
      });
      return out.emit({ ...batch, rows: kept });
    },
  }));
}

test('rejected rows leave by the rejected port with their error in two more columns', async () => {
  const [good, bad] = [memorySink(), memorySink()];
  const nodes = { read: numberSource(10, 4), split: evens(), good: good.node, bad: bad.node };
  const { finished } = await runTest({ nodes, edges: ['read.out → split.in', 'split.out → good.in', 'split.rejected → bad.in'] });
  expect(good.values).toEqual([0, 2, 4, 6, 8]);
  expect(bad.values).toEqual([1, 3, 5, 7, 9]);
  expect(bad.batches[0]!.schema.map(({ name }) => name)).toEqual(['n', 'Error Code', 'Error Message']);
  expect(bad.batches[0]!.columns.slice(1).map((column) => column.value(bad.batches[0]!.rows[0]!))).toEqual(['isOdd', '1 is odd.']);
  expect(finished).toMatchObject({ state: 'succeeded', unhandled: 0, nodes: { split: { in: 10, out: 5, rejected: 5 } } });
});

test('rejected rows that no edge takes are unhandled, and the first are kept all the same', async () => {
  const { finished, store } = await runTest({ nodes: { read: numberSource(5000), split: evens(), write: memorySink().node }, edges: ['read.out → split.in', 'split.out → write.in'] });
  expect(finished.unhandled).toBe(2500);
  const page = store.readSample('r1', 'split.rejected', 998, 10);
  expect(page).toMatchObject({ kept: 1000, total: 2500, rows: [[1997, 'isOdd', '1997 is odd.'], [1999, 'isOdd', '1999 is odd.']] });
});

test('a port for rejected rows that takes none still carries the columns', async () => {
  const bad = memorySink();
  const nodes = { read: numberSource(4), pass: passOn(), bad: bad.node };
  await runTest({ nodes, edges: ['read.out → pass.in', 'pass.rejected → bad.in'] });
  expect(bad.batches.map(({ schema, rows }) => [schema.length, rows.length])).toEqual([[3, 0]]);
});

test('a row rejected again on its way carries its last error, in the same columns', async () => {
  const bad = memorySink();
  const again = transform((context) => ({
    process: (batch) => batch.rows.forEach((row) => context.reject(batch, row, new AppError('row', 'noGood', { message: 'No good.' }))),
  }));
  const nodes = { read: numberSource(4), split: evens(), again, bad: bad.node };
  await runTest({ nodes, edges: ['read.out → split.in', 'split.rejected → again.in', 'again.rejected → bad.in'] });
  const batch = bad.batches[0]!;
  expect(batch.schema.map(({ name }) => name)).toEqual(['n', 'Error Code', 'Error Message']);
  expect(valuesOf(batch)).toEqual([1, 3]);
  expect(batch.columns[1]!.value(batch.rows[1]!)).toBe('noGood');
});

test('a source rejects rows it could not read; they are read, and not emitted', async () => {
  const bad = memorySink();
  const read = source(async function* (context) {
    const batch = numbers([1, 2, 3]);
    context.reject(batch, 1, odd(2));
    yield { ...batch, rows: Int32Array.of(0, 2) };
    const last = numbers([4], 3);
    context.reject(last, 0, odd(4));
  });
  const { finished, store } = await runTest({ nodes: { read, bad: bad.node }, edges: ['read.rejected → bad.in'] });
  expect(bad.values).toEqual([2, 4]);
  expect(finished.nodes['read']).toMatchObject({ in: 0, out: 2, rejected: 2 });
  expect(store.listRuns()[0]).toMatchObject({ read: 4, written: 2, rejected: 2 });
});

test('what a sink refuses goes on to the sink below, which finishes after it', async () => {
  const bad = memorySink();
  const calls: string[] = [];
  const strict = sink((context) => ({
    async write(batch) {
      for (const row of batch.rows) if ((batch.columns[0]!.value(row) as number) % 2 === 1) context.reject(batch, row, odd(0));
      return Array.from(batch.rows).filter((row) => (batch.columns[0]!.value(row) as number) % 2 === 0).map((row) => ({ row, action: row === 0 ? ('unchanged' as const) : ('inserted' as const) }));
    },
    finish: async () => void calls.push(`strict, below ${bad.calls.join()}`),
  }));
  const nodes = { read: numberSource(10), strict, bad: bad.node };
  const { finished } = await runTest({ nodes, edges: ['read.out → strict.in', 'strict.rejected → bad.in'] });
  expect(finished.nodes['strict']).toMatchObject({ in: 10, written: 4, unchanged: 1, rejected: 5, state: 'done' });
  expect(bad.values).toEqual([1, 3, 5, 7, 9]);
  expect([...calls, ...bad.calls]).toEqual(['strict, below open', 'open', 'finish']);
});

test('a row rejected twice counts once, with its first error', async () => {
  const twice = transform((context) => ({
    process: (batch) => batch.rows.forEach((row) => [1, 2].forEach((time) => context.reject(batch, row, new AppError('row', `time${time}`, { message: 'Bad.' })))),
  }));
  const { finished, store } = await runTest({ nodes: { read: numberSource(2), twice }, edges: ['read.out → twice.in'] });
  expect(finished.nodes['twice']!.rejected).toBe(2);
  expect(store.readSample('r1', 'twice.rejected', 0, 10).rows[0]![1]).toBe('time1');
});

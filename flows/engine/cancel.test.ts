import { expect, test } from 'vitest';
import { delay, memorySink, numbers, passOn, runTest, sink, source } from './fixtures/testFlow.ts';

/** Never waits for anything but promises that are ready, so the event loop gets no turn from it. */
const endless = () =>
  source(async function* () {
    for (let row = 0; ; row++) yield numbers([row], row);
  });

test('a flow that never waits hears a cancel, and its sink takes back what it began', async () => {
  const { node: write, calls } = memorySink();
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 30);
  const { finished } = await runTest({ nodes: { read: endless(), pass: passOn(), write }, edges: ['read.out → pass.in', 'pass.out → write.in'] }, { signal: cancel.signal });
  expect(finished.state).toBe('cancelled');
  expect(finished.error).toBeUndefined();
  expect(calls).toEqual(['open', 'abort']);
});

test('a flow whose rows end nowhere hears a cancel too', async () => {
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 30);
  const { finished } = await runTest({ nodes: { read: endless(), pass: passOn() }, edges: ['read.out → pass.in'] }, { signal: cancel.signal });
  expect(finished.state).toBe('cancelled');
});

test('a source that ignores the signal is left behind within about a second', async () => {
  const { node: write, calls } = memorySink();
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 10);
  const deaf = source(async function* () {
    yield numbers([1]);
    await new Promise(() => {});
  });
  const { finished, events } = await runTest({ nodes: { read: deaf, write }, edges: ['read.out → write.in'] }, { signal: cancel.signal });
  expect(finished.state).toBe('cancelled');
  expect(events).toContainEqual(expect.objectContaining({ type: 'log', message: 'Something did not stop within a second of being told to, and was left behind.' }));
  expect(calls).toEqual(['open', 'abort']);
});

test('a sink is not told to take back while it is still writing', async () => {
  const calls: string[] = [];
  const cancel = new AbortController();
  const write = sink(() => ({
    async write() {
      calls.push('write');
      cancel.abort();
      await delay(50);
      calls.push('written');
      return undefined;
    },
    abort: async () => void calls.push('abort'),
  }));
  await runTest({ nodes: { read: endless(), write }, edges: ['read.out → write.in'] }, { signal: cancel.signal });
  expect(calls).toEqual(['write', 'written', 'abort']);
});

test('a run that is cancelled before it starts opens nothing', async () => {
  const { node: write, calls } = memorySink();
  const { finished } = await runTest({ nodes: { read: endless(), write }, edges: ['read.out → write.in'] }, { signal: AbortSignal.abort() });
  expect(finished.state).toBe('cancelled');
  expect(calls).toEqual([]);
});

test('a sink that opens after the run was given up is told to take back', async () => {
  const calls: string[] = [];
  const cancel = new AbortController();
  const late = sink(async () => {
    cancel.abort();
    await delay(1200);
    return { write: async () => undefined, abort: async () => void calls.push('abort') };
  });
  const { finished } = await runTest({ nodes: { read: endless(), write: late }, edges: ['read.out → write.in'] }, { signal: cancel.signal });
  expect(finished.state).toBe('cancelled');
  await delay(400);
  expect(calls).toEqual(['abort']);
});

test('a node that gives up although nobody cancelled is a fault, not a cancel', async () => {
  const quitter = source(async function* () {
    yield numbers([1]);
    throw new DOMException('This operation was aborted', 'AbortError');
  });
  const { finished } = await runTest({ nodes: { read: quitter }, edges: [] });
  expect(finished).toMatchObject({ state: 'failed', error: { kind: 'bug', code: 'stoppedByItself', where: { node: 'read' } } });
});

import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../kit/connection.ts';
import { AppError } from '../../kit/errors.ts';
import type { EngineProcess } from '../engineProcess.ts';
import type { FinishedEvent, RunEvent } from '../events.ts';
import { childNodes } from '../fixtures/childNodes.ts';
import { testDocument } from '../fixtures/testFlow.ts';
import type { ResolveConnection } from '../runRequest.ts';
import { openRunStore } from '../runStore.ts';
import { localExecutor } from './local.ts';

const engineChild = join(import.meta.dirname, '../fixtures/engineChild.ts');

function setUp({ resolveConnection = async () => Promise.reject(new Error('none')), execArgv = [] }: { resolveConnection?: ResolveConnection; execArgv?: string[] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  const store = openRunStore(join(folder, 'runs.sqlite'));
  const children: ChildProcess[] = [];
  const launch = (): EngineProcess => {
    const child = fork(engineChild, [], { serialization: 'advanced', execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    children.push(child);
    return {
      post: (message) => void (child.connected && child.send(message as object, () => {})),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.on('exit', listener),
      kill: () => void child.kill('SIGKILL'),
    };
  };
  const executor = localExecutor({ launch, store, resolveConnection });
  onTestFinished(async () => {
    await executor.close();
    store.close();
    rmSync(folder, { recursive: true });
  });
  const submit = (...types: (keyof typeof childNodes)[]): string => {
    const nodes = Object.fromEntries(types.map((type) => [type, childNodes[type]!]));
    const edges = types.slice(1).map((type, index) => `${types[index]}.out → ${type}.in`);
    return executor.submit({ run: `run${children.length}`, document: testDocument({ nodes, edges }), folder, parameters: {} });
  };
  return { folder, store, children, executor, submit };
}

async function all(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const heard: RunEvent[] = [];
  for await (const event of events) heard.push(event);
  return heard;
}

const lastOf = (events: readonly RunEvent[]): FinishedEvent => events.at(-1) as FinishedEvent;

test('a run happens in a process of its own, is told from its beginning to its end, and the process goes', async () => {
  const { folder, store, children, executor, submit } = setUp();
  const run = submit('read', 'write');
  const events = await all(executor.watch(run));
  expect(events[0]).toMatchObject({ type: 'started', run });
  expect(lastOf(events)).toMatchObject({ state: 'succeeded', nodes: { write: { written: 2000 } } });
  expect(readFileSync(join(folder, 'out.txt'), 'utf8').trim().split('\n').length).toBe(2000);
  expect(store.readSample(run, 'read.out → write.in', 0, 1)).toMatchObject({ kept: 1000, total: 2000, rows: [[0]] });
  await executor.close();
  expect(children[0]!.exitCode).toBe(0);
});

test('whoever comes late, and whoever comes after the end, hears the run from its beginning, and nothing twice', async () => {
  const { executor, submit } = setUp();
  const run = submit('drip', 'write');
  const early = all(executor.watch(run));
  await new Promise((resolve) => setTimeout(resolve, 700));
  const late = all(executor.watch(run));
  await new Promise((resolve) => setTimeout(resolve, 300));
  executor.cancel(run);
  const after = async () => all(executor.watch(run));
  for (const events of [await early, await late, await after()]) {
    expect([events[0]!.type, lastOf(events).state]).toEqual(['started', 'cancelled']);
    const read = events.flatMap((event) => (event.type === 'progress' && event.nodes['drip'] ? [event.nodes['drip'].out] : []));
    expect(read).toEqual([...new Set(read)].sort((a, b) => a - b));
  }
});

test('a watcher may leave before the end', async () => {
  const { executor, submit } = setUp();
  const run = submit('drip', 'write');
  for await (const event of executor.watch(run)) if (event.type === 'progress') break;
  executor.cancel(run);
  expect(lastOf(await all(executor.watch(run))).state).toBe('cancelled');
});

test('a cancelled run leaves nothing half-written', async () => {
  const { folder, store, executor, submit } = setUp();
  const run = submit('drip', 'write');
  for await (const event of executor.watch(run)) if (event.type === 'progress') break;
  expect(existsSync(join(folder, 'out.txt.part'))).toBe(true);
  executor.cancel(run);
  expect(lastOf(await all(executor.watch(run)))).toMatchObject({ state: 'cancelled' });
  expect(readdirSync(folder).filter((name) => name.startsWith('out'))).toEqual([]);
  expect(store.readRun(run)!.state).toBe('cancelled');
});

test('a run that does not hear a cancel is stopped with its process', async () => {
  const { store, executor, submit, children } = setUp();
  const run = submit('read', 'block');
  for await (const event of executor.watch(run)) if (event.type === 'started') break;
  executor.cancel(run);
  const finished = lastOf(await all(executor.watch(run)));
  expect(finished.state).toBe('cancelled');
  expect(finished.error).toBeUndefined();
  expect(store.readRun(run)!.state).toBe('cancelled');
  expect(children[0]!.signalCode).toBe('SIGKILL');
});

test('an engine that is killed ends its run as interrupted, with the counts it told last', async () => {
  const { folder, store, children, executor, submit } = setUp();
  writeFileSync(join(folder, 'out.txt'), 'old');
  const run = submit('drip', 'write');
  let progress = 0;
  for await (const event of executor.watch(run)) if (event.type === 'progress' && ++progress === 3) break;
  children[0]!.kill('SIGKILL');
  const finished = lastOf(await all(executor.watch(run)));
  expect(finished).toMatchObject({ state: 'interrupted', error: { kind: 'service', code: 'engineStopped' } });
  expect(finished.nodes['drip']!.out).toBeGreaterThan(0);
  expect(store.readRun(run)!.state).toBe('interrupted');
  expect(readFileSync(join(folder, 'out.txt'), 'utf8')).toBe('old');
});

test('an engine that ends by itself is told with its exit code', async () => {
  const { executor, submit } = setUp();
  const finished = lastOf(await all(executor.watch(submit('read', 'crash'))));
  expect(finished).toMatchObject({ state: 'interrupted', error: { code: 'engineStopped', message: "The engine's process ended with code 9 before the run was over." } });
});

test('an engine that runs out of memory is told as such', async () => {
  const { executor, submit } = setUp({ execArgv: ['--max-old-space-size=60', '--max-semi-space-size=1'] });
  const finished = lastOf(await all(executor.watch(submit('read', 'hoard'))));
  expect(finished).toMatchObject({ state: 'interrupted', error: { kind: 'service', code: 'outOfMemory', message: expect.stringMatching(/^The engine ran out of memory: it used \d+ of \d+ MiB/) } });
});

test('connections come from the parent when a node asks, with their secrets; a name nobody knows is a settings error', async () => {
  const known = setUp({
    resolveConnection: async (name) => ({ name, system: 'salesforce', environment: 'demo', settings: {}, secrets: { accessToken: new Secret('abcdefgh') } }),
  });
  const events = await all(known.executor.watch(known.submit('read', 'connect')));
  expect(events).toContainEqual({ type: 'log', level: 'info', node: 'connect', message: 'crm has a secret of 8 letters' });
  expect(lastOf(events).state).toBe('succeeded');

  const unknown = setUp({ resolveConnection: async (name) => Promise.reject(new AppError('settings', 'connectionUnknown', { message: `There is no connection "${name}".` })) });
  expect(lastOf(await all(unknown.executor.watch(unknown.submit('read', 'connect'))))).toMatchObject({
    state: 'failed',
    error: { kind: 'settings', code: 'connectionUnknown', message: 'There is no connection "crm".', where: { node: 'connect' } },
  });
});

test('an engine whose parent goes away cancels its run and ends', async () => {
  const { folder, store, children, executor, submit } = setUp();
  const run = submit('drip', 'write');
  for await (const event of executor.watch(run)) if (event.type === 'progress') break;
  const gone = new Promise((resolve) => children[0]!.on('exit', resolve));
  children[0]!.disconnect();
  await gone;
  expect(store.readRun(run)!.state).toBe('cancelled');
  expect(readdirSync(folder).filter((name) => name.startsWith('out'))).toEqual([]);
});

test('a run of another process is followed from the store', async () => {
  const { store, executor } = setUp();
  store.createRun({ run: 'elsewhere', document: testDocument({ nodes: {}, edges: [] }), folder: '/', parameters: {} });
  store.appendEvent('elsewhere', { type: 'started', run: 'elsewhere', flow: 'test flow', at: 'now' });
  const watched = all(executor.watch('elsewhere'));
  store.finishRun('elsewhere', { type: 'finished', state: 'succeeded', elapsedMs: 5, nodes: {}, edges: {}, unhandled: 0, drops: {} });
  expect((await watched).map(({ type }) => type)).toEqual(['started', 'finished']);
});

test('a run nobody knows cannot be watched, and an engine that cannot be launched ends its run', async () => {
  const { store } = setUp();
  const executor = localExecutor({
    store,
    launch: () => {
      throw new AppError('bug', 'noEngine', { message: 'There is no engine.' });
    },
    resolveConnection: async () => Promise.reject(new Error('none')),
  });
  await expect(all(executor.watch('nothing'))).rejects.toMatchObject({ kind: 'settings', code: 'runUnknown' });
  expect(() => executor.submit({ run: 'r1', document: testDocument({ nodes: {}, edges: [] }), folder: '/', parameters: {} })).toThrow('There is no engine.');
  expect(store.readRun('r1')!.state).toBe('interrupted');
});

import { expect, onTestFinished, test } from 'vitest';
import { batchFromRows } from '../../kit/batch.ts';
import type { ChangeWork } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { emptyDocument } from '../../model/document.ts';
import { openRunStore } from '../runStore.ts';
import { SendLine, type Waiting } from './sendLine.ts';

const batch = batchFromRows([{ name: 'Name', type: 'text' }], Array.from({ length: 100 }, (_, at) => [`n${at}`]), { source: 'read', ordinal: 0 });

/** Parts of one row each. */
const parts = (names: readonly string[], atOnce: number) =>
  names.map((key) => ({ atOnce, waiting: [{ batch, row: 0, entry: { action: 'insert', key, fields: [], print: key, keyPrint: '' } }] satisfies Waiting[] }));

/** A line over a target that answers when it is told to, and what happened, in its order. */
function lineOf(): { line: SendLine; said: string[]; underWay: Map<string, (result: Awaited<ReturnType<ChangeWork['send']>>) => void>; answer: (...keys: string[]) => Promise<void>; abort: AbortController } {
  const store = openRunStore(':memory:');
  onTestFinished(() => store.close());
  store.createRun({ run: 'r', document: emptyDocument('flow'), folder: '/', parameters: {} });
  const said: string[] = [];
  const underWay = new Map<string, (result: Awaited<ReturnType<ChangeWork['send']>>) => void>();
  const abort = new AbortController();
  const line = new SendLine({
    run: 'r',
    attempt: store.attemptOf('r'),
    node: 'write',
    lastNumber: 0,
    signal: abort.signal,
    store: {
      ...store,
      intend: (run, node, attempt, sendings) => {
        said.push(`announce ${sendings.flat().map(({ key }) => key).join('+')}`);
        return store.intend(run, node, attempt, sendings);
      },
    },
    work: {
      send: ([change]) => {
        said.push(`send ${change!.key}`);
        return new Promise((resolve) => underWay.set(change!.key, resolve));
      },
    },
    onSettled: ([first], _answers, [outcome]) => said.push(`${first!.entry.key} ${outcome?.state ?? 'in doubt'}`),
  });
  const answer = async (...keys: string[]): Promise<void> => {
    for (const key of keys) underWay.get(key)!({ answers: [{ id: key }] });
    for (const key of keys) underWay.delete(key);
    await turn();
  };
  return { line, said, underWay, answer, abort };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test('as many are under way as each allows, across what was put in line together', async () => {
  const { line, said, underWay, answer } = lineOf();
  line.put(parts(['a', 'b'], 3));
  line.put(parts(['c', 'd', 'e'], 3));
  await turn();
  expect([...underWay.keys()]).toEqual(['a', 'b', 'c']);
  await answer('b');
  expect([...underWay.keys()]).toEqual(['a', 'c', 'd']);
  await answer('a', 'c', 'd');
  await answer('e');
  await line.ended();
  expect(said.filter((word) => word.startsWith('send'))).toEqual(['send a', 'send b', 'send c', 'send d', 'send e']);
});

test('what goes out at one moment is announced together, before any of it goes; outcomes are kept before the next begins', async () => {
  const { line, said, answer } = lineOf();
  line.put(parts(['a', 'b', 'c', 'd'], 2));
  await turn();
  await answer('a', 'b');
  expect(said).toEqual(['announce a+b', 'send a', 'send b', 'a written', 'b written', 'announce c+d', 'send c', 'send d']);
});

test('one at a time keeps the order', async () => {
  const { line, said, answer } = lineOf();
  line.put(parts(['a', 'b', 'c'], 1));
  await turn();
  for (const key of ['a', 'b', 'c']) await answer(key);
  expect(said).toEqual(['a', 'b', 'c'].flatMap((key) => [`announce ${key}`, `send ${key}`, `${key} written`]));
});

test('after a fault nothing begins, what is under way gets its outcome, and only then the fault is told', async () => {
  const { line, said, underWay, answer } = lineOf();
  line.put(parts(['a', 'b', 'c'], 2));
  await turn();
  let told: unknown;
  const ended = line.ended().catch((error: unknown) => void (told = error));
  underWay.get('a')!({ answers: [undefined], error: new AppError('busy', 'orgBusy', { message: 'Later.' }) });
  await turn();
  expect(told).toBeUndefined();
  await answer('b');
  await ended;
  expect(told).toMatchObject({ kind: 'service', code: 'orgBusy' });
  expect(said.slice(3)).toEqual(['a in doubt', 'b written']);
});

test('a run that is cancelled begins nothing more, and nobody waits for what stands in line', async () => {
  const { line, said, abort } = lineOf();
  line.put(parts(['a'], 1));
  abort.abort(new AppError('cancelled', 'cancelled', { message: 'The run was cancelled.' }));
  await expect(line.ended()).rejects.toMatchObject({ kind: 'cancelled' });
  await line.stop();
  expect(said).toEqual([]);
});

import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { batchFromRows } from '../../kit/batch.ts';
import { openDuck } from './duck.ts';
import { DuckProcess } from './duckProcess.ts';

const endless = 'SELECT count(*) FROM range(100000000000) a, range(10) b WHERE a.range % 7 = 3';
const scratch = () => readdirSync(tmpdir()).filter((name) => name.startsWith('sluice-sql-'));

it('stops a query that runs when the run is cancelled, and leaves no scratch behind', async () => {
  const before = scratch();
  const cancel = new AbortController();
  const duck = await openDuck({ memoryBytes: 1e8, signal: cancel.signal });
  const query = duck.query(endless, 'sql')[Symbol.asyncIterator]().next();
  setTimeout(() => cancel.abort(), 30);
  await expect(query).rejects.toMatchObject({ kind: 'cancelled' });
  await duck.close();
  expect(scratch()).toEqual(before);
});

it('fails the query, and not the run\'s process, when its process is ended from outside', async () => {
  const duck = await DuckProcess.open({ memoryBytes: 1e8, signal: new AbortController().signal, folder: '' });
  await duck.add('rows', batchFromRows([{ name: 'n', type: 'number' }], [[1]], { source: 'list', ordinal: 0 }));
  const query = duck.query(endless, 'sql').next();
  setTimeout(() => process.kill(duck.pid!, 'SIGKILL'), 30);
  await expect(query).rejects.toMatchObject({ kind: 'service', code: 'sqlProcessEnded', message: expect.stringMatching(/ended by SIGKILL/) as string });
  await expect(duck.query('SELECT 1', 'sql').next()).rejects.toMatchObject({ code: 'sqlProcessEnded' });
  await duck.close();
});

it('ends a process that does not end by itself', async () => {
  const cancel = new AbortController();
  const duck = await DuckProcess.open({ memoryBytes: 1e8, signal: cancel.signal, folder: '' });
  process.kill(duck.pid!, 'SIGSTOP');
  const query = duck.query('SELECT 1', 'sql').next();
  cancel.abort();
  await expect(query).rejects.toMatchObject({ kind: 'cancelled' });
  await duck.close();
});

import { expect, test } from 'vitest';
import type { z } from 'zod';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { batchFromRows } from '../../kit/batch.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

const at = orgForTests();
const path = '/services/apexrest/quotes';
const quotes = { connection: 'demo', path: '/quotes', fields: [{ column: 'quantity', formula: 'Quantity' }, { column: 'price', formula: '1' }], answers: [{ path: 'total', type: 'number' as const, name: 'Total' }] };

async function called(settings: z.input<typeof definition.settings>, quantities: readonly (number | null)[], isPlan = false) {
  let apiCalls = 0;
  const batch = batchFromRows([{ name: 'Quantity', type: 'number' }], quantities.map((quantity) => [quantity]), { source: 'test', ordinal: 0 });
  const result = await runTransform(definition, run, settings, [batch], { connection: at.connection, isPlan, onCount: (counter, by) => void (apiCalls += counter === 'apiCalls' ? by : 0) });
  const [out] = result.emitted;
  return { ...result, apiCalls, rows: [...out!.rows].map((row) => out!.columns.map((column) => column.value(row))), rejected: result.rejected.map(({ row, error }) => [row, error.code]) };
}

test('a request that may change something is never sent twice: what a cut connection leaves open is said', async () => {
  await at.fault({ kind: 'cut', path, times: 1, afterBytes: 5 });
  const { rows, rejected, apiCalls } = await called({ ...quotes, parallel: 1 }, [1, 2]);
  expect(rejected).toEqual([[0, 'answerLost']]);
  expect(rows).toEqual([[2, 2]]);
  expect(apiCalls).toBe(2);
});

test('one that is the same twice is sent again', async () => {
  await at.fault({ kind: 'cut', path, times: 1, afterBytes: 5 });
  await at.fault({ kind: 'status', status: 503, path, times: 1 });
  const { rows, rejected } = await called({ ...quotes, effect: 'repeatable', parallel: 1 }, [1, 2]);
  expect({ rows, rejected }).toEqual({ rows: [[1, 1], [2, 2]], rejected: [] });
});

test('a session that has ended is renewed, whatever the call does', async () => {
  await at.fault({ kind: 'status', status: 401, errorCode: 'INVALID_SESSION_ID', path, times: 1 });
  expect((await called(quotes, [1])).rows).toEqual([[1, 1]]);
  expect(at.counters.sessions).toBe(1);
});

test('a limit of the org stops the run and is no matter of a row', async () => {
  await at.fault({ kind: 'status', status: 403, errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.', path, times: 1 });
  await expect(called(quotes, [1])).rejects.toMatchObject({ kind: 'service', code: 'requestLimit' });
});

test('rows that do not wait go on all the same, and a warning counts what was refused', async () => {
  const { rows, rejected, logged } = await called({ ...quotes, mode: 'forget' }, [1, null, 3]);
  expect({ rows, rejected }).toEqual({ rows: [[1], [null], [3]], rejected: [] });
  expect(logged).toEqual([expect.stringMatching(/^The requests for 1 rows were not taken\. The first: POST \/quotes: .*NO_QUANTITY/)]);
});

test('a plan calls only what reads', async () => {
  expect(await called(quotes, [1], true)).toMatchObject({ rows: [[1, null]], apiCalls: 0 });
  expect(await called({ ...quotes, effect: 'reads' }, [1], true)).toMatchObject({ rows: [[1, 1]], apiCalls: 1 });
});

test('many rows share requests, and each gets its own part of the answer', async () => {
  const { rows, apiCalls } = await called({ ...quotes, per: 'batch', batchSize: 4 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 11]);
  expect(rows.map(([, total]) => total)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10.45]);
  expect(apiCalls).toBe(3);
});

test.each([
  [{ path: 'quotes' }, 'apexPath'],
  [{ path: '/quotes/{Price}' }, 'columnUnknown'],
  [{ path: '/quotes/{Quantity}', per: 'batch' as const }, 'apexPathOfMany'],
  [{ content: 'json' as const, json: '{ "quantity": {Quantity} ' }, 'bodyNotJson'],
  [{ answers: [{ path: 'a..b', type: 'text' as const, name: '' }] }, 'jsonPath'],
])('settings that cannot work are named before the run: %j', (settings, code) => {
  const problems = definition.check!(definition.settings.parse({ ...quotes, ...settings }), [[{ name: 'Quantity', type: 'number' }]]);
  expect(problems.map((problem) => problem.code)).toEqual([code]);
});

import { expect, test } from 'vitest';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import { batchFromRows } from '../../kit/batch.ts';
import type { NodeContext, Outcome } from '../../kit/defineRun.ts';
import type { AppError } from '../../kit/errors.ts';
import { SharedThings } from '../../engine/sharedThings.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

const at = orgForTests();
const path = '/composite/sobjects';

async function published(columns: readonly string[], rows: readonly (readonly (string | null)[])[], settings: { event?: string; mayRepeat?: boolean } = {}): Promise<{ outcomes: readonly Outcome[]; rejected: [number, string][] }> {
  if (run.kind !== 'sink' || run.writes !== 'rows') throw new Error('It is a sink.');
  const [rejected, shared] = [[] as [number, string][], new SharedThings()];
  const context: NodeContext<ReturnType<typeof definition.settings.parse>> = {
    node: 'node',
    run: 'test',
    settings: definition.settings.parse({ connection: 'demo', event: 'Order_Event__e', ...settings }),
    startedMs: Date.now(),
    signal: at.signal,
    memoryBytes: 1e7,
    pause: () => undefined,
    path: (file) => file,
    connection: () => Promise.resolve(at.connection),
    shared: (key, open, close) => shared.get(key, open, close),
    reject: (_batch, row, error: AppError) => void rejected.push([row, error.code]),
    drop: () => undefined,
    count: () => undefined,
    log: () => undefined,
  };
  try {
    const work = await run.open(context);
    return { outcomes: (await work.write(batchFromRows(columns.map((name) => ({ name, type: 'text' })), rows, { source: 'test', ordinal: 0 }))) ?? [], rejected };
  } finally {
    await shared.close(() => undefined);
  }
}

const orders = [['A'], ['B']];

test('what may have been published is not sent again, and is said', async () => {
  await at.fault({ kind: 'cut', path, afterBytes: 5 });
  expect(await published(['Order_Number__c'], orders)).toEqual({ outcomes: [], rejected: [[0, 'answerLost'], [1, 'answerLost']] });
});

test('where subscribers know doubles it is sent again', async () => {
  await at.fault({ kind: 'cut', path, afterBytes: 5 });
  const { outcomes, rejected } = await published(['Order_Number__c'], orders, { mayRepeat: true });
  expect({ rejected, actions: outcomes.map(({ row, action }) => [row, action]) }).toEqual({ rejected: [], actions: [[0, 'inserted'], [1, 'inserted']] });
});

test('an org that is full stops the run and says what to do', async () => {
  await at.fault({ kind: 'status', status: 403, errorCode: 'STORAGE_LIMIT_EXCEEDED', message: 'storage limit exceeded', path });
  await expect(published(['Order_Number__c'], orders)).rejects.toMatchObject({ kind: 'service', code: 'orgFull', hint: expect.stringContaining('Storage Usage') as string });
});

test.each([
  ['a column that is no field', ['Order_Nummer__c', 'CreatedDate'], {}, 'columnsAreNoFields', 'Order_Event__e has no field "Order_Nummer__c". Did you mean Order_Number__c? Order_Event__e.CreatedDate is filled by the org.'],
  ['an object that is no event', ['Name'], { event: 'Account' }, 'notAnEvent', 'Account is no platform event; those end with __e.'],
])('%s is named before anything is sent', async (_name, columns, settings, code, message) => {
  await expect(published(columns, [columns.map(() => 'x')], settings)).rejects.toMatchObject({ kind: 'settings', code, message });
});

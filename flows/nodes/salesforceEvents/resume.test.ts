import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import type { FinishedEvent } from '../../engine/events.ts';
import { runFlow } from '../../engine/runFlow.ts';
import { openRunStore } from '../../engine/runStore.ts';
import type { FlowDocument } from '../../model/document.ts';
import { definitions } from '../definitions.ts';
import { loadRuntime } from '../runtimes.ts';

const at = orgForTests();

test('a run that heard nothing before it was ended hears, when it is resumed, what was published meanwhile', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-events-'));
  const store = openRunStore(':memory:');
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  const document: FlowDocument = {
    sluice: 1,
    name: 'Listen',
    parameters: {},
    layout: {},
    nodes: {
      events: { type: 'salesforceEvents', version: definitions['salesforceEvents']!.version, settings: { connection: 'demo', channel: '/event/Order_Event__e', start: 'new', stop: 'count', count: 1, columns: [{ name: 'Order_Number__c', type: 'text' }] } },
      toLead: { type: 'mapColumns', version: definitions['mapColumns']!.version, settings: { columns: [{ column: 'LastName', formula: 'Order_Number__c' }, { column: 'Company', formula: '"Heard Ltd"' }], keepOthers: false } },
      leads: { type: 'salesforceWrite', version: definitions['salesforceWrite']!.version, settings: { connection: 'demo', object: 'Lead', operation: 'insert' } },
    },
    edges: [{ from: 'events.out', to: 'toLead.in' }, { from: 'toLead.out', to: 'leads.in' }],
  };
  const listen = (isResumed: boolean, signal: AbortSignal): Promise<FinishedEvent> =>
    runFlow({ run: 'listen', document, folder, parameters: {}, isResumed }, { definitions, loadRuntime, resolveConnection: async () => at.connection, store, signal, onEvent: () => undefined });
  const publish = (number: string): Promise<unknown> => at.org.request({ method: 'POST', path: '/sobjects/Order_Event__e', body: { Order_Number__c: number }, idempotent: false }, at.counters, at.signal);

  await publish('before');
  // The org's clock tells whole seconds.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const cancelling = new AbortController();
  const listening = listen(false, cancelling.signal);
  await expect.poll(() => store.readCheckpoint('listen')?.sources['events']?.['all']?.cursor, { timeout: 10_000 }).toMatchObject({ since: expect.any(Number) as number });
  cancelling.abort();
  expect(await listening).toMatchObject({ state: 'cancelled' });
  await publish('meanwhile');
  expect(await listen(true, at.signal)).toMatchObject({ state: 'succeeded', nodes: { leads: { written: 1 } } });
  expect(await at.count("SELECT COUNT() FROM Lead WHERE LastName = 'meanwhile'")).toBe(1);
});

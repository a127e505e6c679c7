import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AuditEvent } from '../audit/auditEntry.ts';
import { Secret } from '../kit/connection.ts';
import { testDefinitions, testFlow } from '../model/testDefinitions.ts';
import { auditedConnections, auditedStore } from './auditedRuns.ts';
import type { RunRequest } from './runRequest.ts';
import { openRunStore } from './runStore.ts';

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  const file = join(folder, 'runs.sqlite');
  const events: AuditEvent[] = [];
  const log = { add: (event: AuditEvent) => void events.push(event) };
  const stores = [openRunStore(file), openRunStore(file)] as const;
  onTestFinished(() => {
    for (const store of stores) store.close();
    rmSync(folder, { recursive: true });
  });
  return { events, log, host: auditedStore(stores[0], log, testDefinitions), engine: auditedStore(stores[1], log, testDefinitions) };
}

const request: RunRequest = { run: 'r1', document: testFlow(), folder: '/', parameters: {} };
const actions = (events: readonly AuditEvent[]) => events.map(({ action, state }) => (state === undefined ? action : `${action} ${state}`));

test('a run that two processes know begins once and ends once, with the hash of its flow and what it changed', () => {
  const { events, host, engine } = setUp();
  host.createRun(request);
  engine.createRun(request);
  engine.finishRun('r1', { type: 'finished', state: 'succeeded', elapsedMs: 1, nodes: {}, edges: {}, unhandled: 0, drops: {} }, { read: 3, written: 2, rejected: 1 });
  expect(actions(events)).toEqual(['runStarted', 'runEnded succeeded']);
  expect(events[0]).toMatchObject({ run: 'r1', flow: { name: 'Four steps', hash: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect(events[1]).toMatchObject({ changed: { read: 3, written: 2, unchanged: 0, rejected: 1 } });
});

test('a run whose engine went away ends as interrupted, once, and is resumed', () => {
  const { events, host, engine } = setUp();
  host.createRun(request);
  host.markInterrupted('r1');
  host.markInterrupted('r1');
  engine.createRun({ ...request, isResumed: true });
  expect(actions(events)).toEqual(['runStarted', 'runEnded interrupted', 'runResumed']);
});

test('plans, applies, retries and undos are told apart, with the run they are about', () => {
  const { events, host } = setUp();
  host.createRun({ ...request, run: 'plan', mode: 'plan' });
  host.createRun({ ...request, run: 'apply', applies: 'plan' });
  host.createRun({ ...request, run: 'undo', undoes: 'apply' });
  host.createRun({ ...request, run: 'retry', parent: 'apply' });
  expect(events.map(({ action, run, parent }) => [action, run, parent])).toEqual([['planned', 'plan', undefined], ['applied', 'apply', 'plan'], ['undone', 'undo', 'apply'], ['runRetried', 'retry', 'apply']]);
});

test('what cannot be written down is not begun', () => {
  const { host } = setUp();
  const closed = auditedStore(host, { add: () => { throw new Error('disk full'); } }, testDefinitions);
  expect(() => closed.createRun({ ...request, run: 'r2' })).toThrow('disk full');
  expect(host.readRun('r2')).toBeUndefined();
});

test('a connection is told at its first use in a run: which org and which user, and no secret', async () => {
  const { events, log } = setUp();
  const secrets = { accessToken: new Secret('very-secret') };
  const resolve = auditedConnections(async (name) => ({ name, system: 'salesforce', environment: 'sandbox', settings: { instanceUrl: 'https://acme.example', username: 'ada' }, secrets }), 'r1', log);
  await resolve('acme');
  await resolve('acme', secrets.accessToken);
  expect(events).toEqual([{ action: 'connectionUsed', run: 'r1', connection: { name: 'acme', system: 'salesforce', environment: 'sandbox', address: 'https://acme.example', user: 'ada' } }]);
});

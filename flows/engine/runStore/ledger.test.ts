import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { emptyDocument } from '../../model/document.ts';
import { openRunStore, type RunStore } from '../runStore.ts';
import type { Sealer } from '../sealer.ts';
import { sealerOf } from '../sealerOf.ts';
import type { LedgerEntry } from '../trust/ledgerEntry.ts';

const entry = (at: number, action: LedgerEntry['action'] = 'update'): LedgerEntry => ({ action, key: `key-${at}`, id: `id${at}`, print: `print${at}`, keyPrint: `kp${at}`, fields: [{ name: 'LastName', before: 'Very Secret', after: `New ${at}` }] });

function open(file: string, sealer?: Sealer): RunStore {
  const store = openRunStore(file, sealer);
  onTestFinished(() => store.close());
  return store;
}

function storeFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'runs.sqlite');
}

function begin(store: RunStore, run: string): void {
  store.createRun({ run, document: emptyDocument('flow'), folder: '/', parameters: {} });
}

const bytesOf = (file: string): string => ['', '-wal'].map((end) => readFileSync(file + end, 'latin1')).join('');

test('before-images, keys and samples lie sealed on the disk, and are there again under the key', () => {
  const file = storeFile();
  const sealer = sealerOf(randomBytes(32));
  const store = open(file, sealer);
  begin(store, 'r1');
  const [batch = 0] = store.intend('r1', 'write', 1, [[entry(1), entry(2, 'insert')]]);
  store.settle('r1', 'write', batch, [{ state: 'written', id: 'id1' }, { state: 'rejected', code: 'NO', message: 'Very Secret is taken' }]);
  store.saveSample('r1', { edge: 'a.out → b.in', schema: [{ name: 'n', type: 'text' }], columns: ['["Very Secret"]'], kept: 1, total: 1 });
  expect(bytesOf(file)).not.toMatch(/Very Secret|key-1/);
  const [kept] = open(file, sealer).readLedger('r1');
  expect(kept).toMatchObject({ state: 'settled', isWhole: true, counts: { update: 1, insert: 1 }, entries: [{ key: 'key-1', fields: [{ before: 'Very Secret' }] }, {}] });
  expect(store.countLedger('r1')['write']).toEqual({ actions: { update: 1, insert: 1 }, results: { written: 1, rejected: 1 }, sending: 0 });
  expect(() => [...open(file).readLedger('r1')]).toThrow(expect.objectContaining({ code: 'sealKeyGone' }));
  expect(() => open(file).readSample('r1', 'a.out → b.in', 0, 1)).toThrow(expect.objectContaining({ code: 'sealKeyGone' }));
});

test('without a key nothing of people is kept, and enough to resume', () => {
  const file = storeFile();
  const store = open(file);
  begin(store, 'r1');
  store.intend('r1', 'write', 1, [[entry(1)]]);
  expect(bytesOf(file)).not.toMatch(/Very Secret|key-1/);
  expect([...store.readLedger('r1')]).toMatchObject([{ isWhole: false, entries: [{ isBlind: true, action: 'update', id: 'id1', print: 'print1', keyPrint: 'kp1', key: '', fields: [] }] }]);
});

test('under a key that ends with its process, what a resume needs can be read after it', () => {
  const file = storeFile();
  const store = open(file, { ...sealerOf(randomBytes(32)), isTemporary: true });
  begin(store, 'r1');
  const [batch = 0] = store.intend('r1', 'write', 1, [[entry(1)]]);
  store.settle('r1', 'write', batch, [{ state: 'rejected', code: 'NO', message: 'Very Secret is taken' }]);
  expect([...store.readLedger('r1')]).toMatchObject([{ isWhole: true, entries: [{ key: 'key-1' }], outcomes: [{ message: 'Very Secret is taken' }] }]);
  const later = open(file, sealerOf(randomBytes(32)));
  expect([...later.readLedger('r1')]).toMatchObject([{ isWhole: false, entries: [{ key: '', print: 'print1' }], outcomes: [{ state: 'rejected' }] }]);
  expect(bytesOf(file)).not.toMatch(/Very Secret|key-1/);
});

test('a process that has lost its run to another can announce nothing any more', () => {
  const store = open(':memory:');
  begin(store, 'r1');
  const zombie = store.attemptOf('r1');
  begin(store, 'r1');
  expect(() => store.intend('r1', 'write', zombie, [[entry(1)]])).toThrow(expect.objectContaining({ code: 'runTakenOver' }));
  expect(store.intend('r1', 'write', store.attemptOf('r1'), [[entry(1)], [entry(2)]])).toEqual([1, 2]);
});

test('rows are paged over all sendings, by action where one is asked for', () => {
  const store = open(':memory:');
  begin(store, 'r1');
  for (let batch = 0; batch < 3; batch++) store.keepPlanned('r1', 'write', Array.from({ length: 10 }, (_, at) => entry(batch * 10 + at, at % 2 === 0 ? 'insert' : 'update')));
  const page = store.readChanges('r1', { action: 'insert', offset: 4, limit: 3 });
  expect([page.total, page.rows.map(({ entry: { key } }) => key)]).toEqual([15, ['key-8', 'key-10', 'key-12']]);
  expect(store.readChanges('r1', { offset: 28, limit: 5 }).rows.map(({ entry: { key } }) => key)).toEqual(['key-28', 'key-29']);
});

test('what is older than it may be goes; counts stay', () => {
  const store = open(':memory:');
  begin(store, 'r1');
  store.intend('r1', 'write', 1, [[entry(1)]]);
  store.finishRun('r1', { type: 'finished', state: 'succeeded', elapsedMs: 1, nodes: {}, edges: {}, unhandled: 0, drops: {} });
  expect(store.purge({ before: '2000-01-01T00:00:00.000Z' })).toBe(0);
  expect(store.purge({ before: '2100-01-01T00:00:00.000Z' })).toBe(1);
  expect(store.purge({ before: '2100-01-01T00:00:00.000Z' })).toBe(0);
  expect([...store.readLedger('r1')]).toMatchObject([{ counts: { update: 1 }, entries: [], isWhole: false }]);
});

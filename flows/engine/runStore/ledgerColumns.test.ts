import { expect, test } from 'vitest';
import { seededRandom } from '../../kit/seededRandom.ts';
import type { Cell } from '../../kit/schema.ts';
import type { LedgerEntry, LedgerOutcome } from '../trust/ledgerEntry.ts';
import { entryOf } from '../trust/prints.ts';
import { entriesOf, entryColumns, outcomeColumns, outcomesOf } from './ledgerColumns.ts';

const through = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test.each(Array.from({ length: 50 }, (_, seed) => seed))('entries and outcomes of any kind come back as they were (seed %i)', (seed) => {
  const random = seededRandom(seed + 1);
  const pick = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  // Seldom anything of an attribute, so that columns of one value and of none come up as well.
  const isMixed = random() < 0.5;
  const maybe = <T extends object>(value: T): Partial<T> => (isMixed && random() < 0.3 ? value : {});
  const cell = (): Cell => pick<Cell>(null, '', 'Zoë', 0, 12.5, true, false);
  const names = pick(['Name'], ['Name', 'Account.Key__c'], []);
  const entry = (at: number): LedgerEntry => ({
    action: isMixed ? pick('insert', 'update', 'delete') : 'update',
    key: pick('', `k${at}`),
    fields: (isMixed ? pick(names, ['Other']) : names).map((name) => ({ name, before: cell(), after: cell(), ...maybe({ restore: { name: 'AccountId', value: cell() } }) })),
    print: `p${at}`,
    keyPrint: '',
    ...maybe({ source: 'read', ordinal: at }),
    ...maybe({ id: `id${at}` }),
    ...maybe({ stamp: 's' }),
    ...maybe({ isFinal: true }),
    ...maybe({ isBlind: true }),
    ...maybe({ reason: { code: 'c', message: 'm' } }),
    ...maybe({ conflicts: [{ name: 'Name', before: null, ours: 'a', now: 'b' }] }),
    ...maybe({ ifRestored: 'delete' as const }),
  });
  const entries = Array.from({ length: Math.floor(random() * 6) }, (_, at) => entry(at));
  expect(entriesOf(through(entryColumns(entries)))).toEqual(entries);
  const outcomes = entries.map((_, at): LedgerOutcome | undefined => pick<LedgerOutcome | undefined>(undefined, { state: 'written', id: `id${at}` }, { state: 'written' }, { state: 'rejected', code: 'c', message: 'm' }, { state: 'notSent' }));
  expect(outcomesOf(through(outcomeColumns(outcomes)))).toEqual(outcomes);
});

test('a print that key and fields tell is not kept, and is there again', () => {
  const fields = [{ name: 'Name', before: null, after: 'Ada' }, { name: 'Size', before: null, after: 3.5 }];
  const change = { row: 0, action: 'insert' as const, key: 'k', fields };
  const [short, long] = [entryOf(change, undefined, false), entryOf(change, undefined, true)];
  expect([short.print, entriesOf(through(entryColumns([short])))]).toEqual([undefined, [long]]);
  expect(entryOf({ ...change, action: 'update', fields: fields.slice(1), asked: fields }, undefined, false).print).toBe(long.print);
});

test('rows in their order are kept as where they begin', () => {
  const entries = [7, 8, 9].map((ordinal) => entryOf({ row: 0, action: 'delete', key: 'k', fields: [] }, { source: 'read', ordinal }, true));
  expect(entryColumns(entries).properties).toMatchObject({ source: { all: 'read' }, ordinal: { from: 7 } });
  expect(entriesOf(through(entryColumns(entries)))).toEqual(entries);
});

test('lists of older ledgers are read as they are, and where their rows came from', () => {
  const entries: LedgerEntry[] = [{ action: 'insert', key: '', fields: [{ name: 'Name', before: null, after: 'Ada' }], print: 'p', keyPrint: '' }];
  expect(entriesOf(through(entries))).toEqual(entries);
  const columns = { count: 1, properties: { action: { all: 'delete' }, key: { all: 'k' }, print: { all: 'p' }, keyPrint: { all: '' }, origin: { each: ['a:b:7'] } }, shapes: [[]], shape: { all: 0 }, before: { all: null }, after: [] };
  expect(entriesOf(columns)).toEqual([{ action: 'delete', key: 'k', fields: [], print: 'p', keyPrint: '', source: 'a:b', ordinal: 7 }]);
  expect(outcomesOf(through([{ state: 'written', id: 'a' }, undefined]))).toEqual([{ state: 'written', id: 'a' }, undefined]);
});

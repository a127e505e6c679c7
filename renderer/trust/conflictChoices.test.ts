import { expect, test } from 'vitest';
import { asChoices, choiceOf, chooseKinds, chooseRecord, kindOf, nothingChosen, restoredOf, type ConflictsOfKind } from './conflictChoices.ts';

const phone: ConflictsOfKind = { kind: 'update Phone', ifRestored: 'update', fields: ['Phone'], count: 10 };
const made: ConflictsOfKind = { kind: 'delete Phone', ifRestored: 'delete', fields: ['Phone'], count: 2 };
const found = [phone, made];

test('everything is kept until something is chosen', () => {
  expect(choiceOf(nothingChosen, phone.kind, '1')).toBe('keep');
  expect(restoredOf(nothingChosen, found)).toEqual({ update: 0, delete: 0 });
});

test('a choice for a kind holds for its records, but for those that have one of their own', () => {
  const all = chooseKinds(nothingChosen, [phone.kind], 'restore');
  const butOne = chooseRecord(all, phone.kind, '1', 'keep');
  expect([choiceOf(butOne, phone.kind, '1'), choiceOf(butOne, phone.kind, '2'), choiceOf(butOne, made.kind, '3')]).toEqual(['keep', 'restore', 'keep']);
  expect(restoredOf(butOne, found)).toEqual({ update: 9, delete: 0 });
  expect(restoredOf(chooseRecord(butOne, made.kind, '3', 'restore'), found)).toEqual({ update: 9, delete: 1 });
  expect(asChoices(butOne)).toEqual({ kinds: { [phone.kind]: 'restore' }, records: { 1: 'keep' } });
});

test('a new choice for the kind takes those of its records away, and a record that agrees with its kind has none', () => {
  const butOne = chooseRecord(chooseKinds(nothingChosen, [phone.kind], 'restore'), phone.kind, '1', 'keep');
  expect(restoredOf(chooseKinds(butOne, [phone.kind], 'restore'), found)).toEqual({ update: 10, delete: 0 });
  expect(chooseRecord(butOne, phone.kind, '1', 'restore').records).toEqual({});
});

test('a conflict in which nothing can be done has no kind', () => {
  expect(kindOf({ conflicts: [] })).toBeUndefined();
  expect(kindOf({ ifRestored: 'update', conflicts: [{ name: 'Phone', before: null, ours: '1', now: '2' }] })).toBe(phone.kind);
});

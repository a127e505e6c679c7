import { describe, expect, test } from 'vitest';
import { conflictKind, type ConflictChoices, type Current } from '../../kit/change.ts';
import type { LedgerEntry } from './ledgerEntry.ts';
import { takeBack } from './takeBack.ts';

const entry = (action: LedgerEntry['action'], more: Partial<LedgerEntry> = {}): LedgerEntry => ({ action, key: 'K', id: '1', print: 'p', keyPrint: 'k', fields: [{ name: 'Name', before: action === 'insert' ? null : 'Old', after: 'Ours' }], ...more });
const now = (Name: string, state: Current['state'] = 'there'): Current => ({ id: '1', state, values: { Name } });
const said = (result: ReturnType<typeof takeBack>) => [result.action, result.error?.code];

test.each([
  ['an update that is still ours is restored', entry('update'), now('Ours'), ['update', undefined]],
  ['an update that is back already is left', entry('update'), now('Old'), ['unchanged', undefined]],
  ['an update that somebody changed is a conflict', entry('update'), now('Theirs'), ['conflict', 'changedSince']],
  ['an update of a record that is gone cannot be restored', entry('update'), now('', 'deleted'), ['conflict', 'recordGone']],
  ['an insert that is still ours is deleted', entry('insert'), now('Ours'), ['delete', undefined]],
  ['an insert that somebody changed is kept', entry('insert'), now('Theirs'), ['conflict', 'changedSince']],
  ['an insert that is gone is left', entry('insert'), now('', 'gone'), ['unchanged', undefined]],
  ['a delete is undeleted', entry('delete'), now('', 'deleted'), ['undelete', undefined]],
  ['a delete that is back is left', entry('delete'), now('Old'), ['unchanged', undefined]],
  ['a delete past the recycle bin cannot be taken back', entry('delete', { isFinal: true }), now('', 'gone'), ['conflict', 'goneForGood']],
  ['an undelete is deleted again', entry('undelete'), now('Ours'), ['delete', undefined]],
])('%s', (_title, written, current, expected) => {
  expect(said(takeBack(written, current, {}))).toEqual(expected);
});

test('a conflict shows all three values, and is overridden where that is asked for', () => {
  expect(takeBack(entry('update'), now('Theirs'), {}).conflicts).toEqual([{ name: 'Name', before: 'Old', ours: 'Ours', now: 'Theirs' }]);
  expect(takeBack(entry('update'), now('Theirs'), { all: 'restore' })).toMatchObject({ action: 'update', fields: [{ name: 'Name', before: 'Theirs', after: 'Old' }] });
  expect(takeBack(entry('insert'), now('Theirs'), { all: 'restore' })).toMatchObject({ action: 'delete' });
});

test('one field that is not ours any more keeps the whole record as it is: a record half restored never existed', () => {
  const written = entry('update', { fields: [{ name: 'Name', before: 'Old', after: 'Ours' }, { name: 'City', before: 'Bern', after: 'Ulm' }] });
  expect(takeBack(written, { id: '1', state: 'there', values: { Name: 'Theirs', City: 'Ulm' } }, {}).action).toBe('conflict');
});

describe('what a person has chosen', () => {
  const took = (choices: ConflictChoices) => takeBack(entry('update'), now('Theirs'), choices).action;

  test('holds for one record, or for all in which the same fields were changed', () => {
    expect(took({ records: { 1: 'restore' } })).toBe('update');
    expect(took({ records: { 2: 'restore' } })).toBe('conflict');
    expect(took({ kinds: { [conflictKind('update', ['Name'])]: 'restore' } })).toBe('update');
    expect(took({ kinds: { [conflictKind('update', ['City'])]: 'restore' } })).toBe('conflict');
    // To bring old values back is one thing, to delete what somebody went on working with another.
    expect(takeBack(entry('insert'), now('Theirs'), { kinds: { [conflictKind('update', ['Name'])]: 'restore' } }).action).toBe('conflict');
  });

  test('for the record comes before the kind, and the kind before all', () => {
    const kinds = { [conflictKind('update', ['Name'])]: 'keep' } as const;
    expect(took({ kinds, all: 'restore' })).toBe('conflict');
    expect(took({ records: { 1: 'restore' }, kinds, all: 'keep' })).toBe('update');
  });

  test('is asked only where something can be done', () => {
    expect(takeBack(entry('update'), now('Theirs'), {}).ifRestored).toBe('update');
    expect(takeBack(entry('insert'), now('Theirs'), {}).ifRestored).toBe('delete');
    expect(takeBack(entry('update'), now('', 'deleted'), { all: 'restore' })).toMatchObject({ action: 'conflict', error: { code: 'recordGone' } });
    expect(takeBack(entry('update'), now('', 'deleted'), {}).ifRestored).toBeUndefined();
  });
});

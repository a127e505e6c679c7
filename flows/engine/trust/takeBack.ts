import { conflictKind, type Change, type ChangeAction, type ConflictChoice, type ConflictChoices, type Current, type FieldChange, type FieldConflict, type RestoringAction } from '../../kit/change.ts';
import { AppError } from '../../kit/errors.ts';
import type { LedgerEntry } from './ledgerEntry.ts';

/** What it takes to bring a record back to what it was before `entry`, given what it is now. */
type TakenBack = Omit<Change, 'row'>;

/**
 * An update is restored only where every field is still what we wrote, an insert deleted only where nobody changed it since; the rest are
 * conflicts, of which those are restored that a person has chosen. What is already as it was is unchanged.
 */
export function takeBack(entry: LedgerEntry, current: Current, choices: ConflictChoices): TakenBack {
  const { id = current.id, key } = entry;
  const base = { key: id ?? key, id, stamp: current.stamp, fields: [], asked: [{ name: 'run', before: null, after: entry.print }] };
  const done = (action: ChangeAction, fields: readonly FieldChange[] = []): TakenBack => ({ ...base, action, fields });
  const cannot = (error: AppError): TakenBack => ({ ...base, action: 'conflict', error, conflicts: [] });
  const isKept = (found: readonly FieldConflict[], ifRestored: RestoringAction): boolean => found.length > 0 && chosen(choices, id, ifRestored, found) === 'keep';
  const kept = (found: readonly FieldConflict[], ifRestored: RestoringAction, why: string): TakenBack => ({
    ...base,
    action: 'conflict',
    error: new AppError('row', 'changedSince', { message: `${name} ${why}, so it is kept. ${told(found)}` }),
    conflicts: found,
    ifRestored,
  });
  const name = key === '' ? (id ?? 'The record') : `"${key}"`;

  switch (entry.action) {
    case 'insert': {
      if (current.state !== 'there') return done('unchanged');
      const changed = changedSince(entry.fields, current);
      return isKept(changed, 'delete') ? kept(changed, 'delete', 'was created by the run and changed since') : done('delete');
    }
    case 'update': {
      if (current.state !== 'there') return cannot(new AppError('row', 'recordGone', { message: `${name} has been deleted since the run changed it; there is nothing to restore its fields on.` }));
      const open = entry.fields.filter(({ name: field, before }) => current.values[field] !== before);
      const changed = changedSince(open, current);
      if (isKept(changed, 'update')) return kept(changed, 'update', 'was changed by somebody else since the run');
      const fields = open.map(({ name: field, before, restore }) => ({ name: restore?.name ?? field, before: current.values[field] ?? null, after: restore ? restore.value : before }));
      return fields.length === 0 ? done('unchanged') : done('update', fields);
    }
    case 'delete':
      if (current.state === 'there') return done('unchanged');
      if (entry.isFinal || current.state === 'gone') return cannot(new AppError('row', 'goneForGood', { message: `${name} was deleted for good: no recycle bin has it any more. A backup can bring its values back, under a new Id.` }));
      return done('undelete');
    case 'undelete':
      return current.state === 'there' ? done('delete') : done('unchanged');
    default:
      return done('unchanged');
  }
}

function chosen({ records, kinds, all = 'keep' }: ConflictChoices, id: string | undefined, ifRestored: RestoringAction, found: readonly FieldConflict[]): ConflictChoice {
  return (id === undefined ? undefined : records?.[id]) ?? kinds?.[conflictKind(ifRestored, found.map(({ name }) => name))] ?? all;
}

/** The fields that hold neither what we wrote nor what was there before. */
function changedSince(fields: readonly FieldChange[], { values }: Current): FieldConflict[] {
  return fields.flatMap(({ name, before, after }) => {
    const now = values[name] ?? null;
    return now === after ? [] : [{ name, before, ours: after, now }];
  });
}

function told(conflicts: readonly FieldConflict[]): string {
  return conflicts.map(({ name, before, ours, now }) => `${name}: before ${shown(before)}, ours ${shown(ours)}, now ${shown(now)}.`).join(' ');
}

function shown(value: FieldConflict['now']): string {
  return value === null ? 'blank' : typeof value === 'string' ? `"${value}"` : String(value);
}

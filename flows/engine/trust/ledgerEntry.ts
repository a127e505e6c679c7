import type { ChangeAction, FieldConflict, RecordChange, RestoringAction } from '../../kit/change.ts';

/** A record change as a ledger is given it. */
export interface NewEntry extends RecordChange {
  /** Of the row's key and all it asks for: the same row has the same print when it is read again. Absent where `printOf` of key and fields tells it. */
  readonly print?: string;
  /** Of the key alone; blank where the row has none. */
  readonly keyPrint: string;
  /** The node that the row came from. Rows of an undo have none. */
  readonly source?: string;
  /** The row's place among those that the node gave, from 0. */
  readonly ordinal?: number;
  /** Why a row of a plan will not be written. */
  readonly reason?: { readonly code: string; readonly message: string };
  /** Of an undo: fields that somebody changed since, with all three values. */
  readonly conflicts?: readonly FieldConflict[];
  /** Of such a conflict, where a person may decide otherwise: what is done then. */
  readonly ifRestored?: RestoringAction;
}

/** A record change as a ledger gives it back. */
export interface LedgerEntry extends NewEntry {
  readonly print: string;
}

/**
 * What became of an entry. `notSent`: the run broke off before it was sent, and it was looked at again later. `inDoubt`: whether the
 * target took it is not known.
 */
export interface LedgerOutcome {
  readonly state: 'written' | 'rejected' | 'notSent' | 'inDoubt';
  readonly id?: string | undefined;
  readonly code?: string;
  readonly message?: string;
}

export type ActionCounts = Readonly<Partial<Record<ChangeAction, number>>>;

/** One sending, or of a plan one batch. `outcomes` is complete when the state is `settled`. */
export interface LedgerBatch {
  readonly node: string;
  /** Counted from 1 for each node. */
  readonly batch: number;
  readonly state: 'planned' | 'sending' | 'settled';
  readonly counts: ActionCounts;
  readonly job?: string;
  /** Undefined: purged, or nothing but prints and ids was kept. */
  readonly entries: readonly LedgerEntry[];
  readonly outcomes: readonly (LedgerOutcome | undefined)[];
  /** Fields and keys were kept. */
  readonly isWhole: boolean;
}

/** How many entries of each action. */
export function countActions(entries: readonly RecordChange[]): ActionCounts {
  const counts: Partial<Record<ChangeAction, number>> = {};
  for (const { action } of entries) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

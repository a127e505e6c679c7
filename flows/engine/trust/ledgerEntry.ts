import type { ChangeAction, FieldConflict, RecordChange, RestoringAction } from '../../kit/change.ts';

/** A record change as a ledger keeps it. */
export interface LedgerEntry extends RecordChange {
  /** Of the row's key and all it asks for: the same row has the same print when it is read again. */
  readonly print: string;
  /** Of the key alone; blank where the row has none. */
  readonly keyPrint: string;
  /** Where the row came from, as `source:ordinal`: a node, and the row's place among those it gave, from 0. Rows of an undo have none. */
  readonly origin?: string;
  /** Why a row of a plan will not be written. */
  readonly reason?: { readonly code: string; readonly message: string };
  /** Of an undo: fields that somebody changed since, with all three values. */
  readonly conflicts?: readonly FieldConflict[];
  /** Of such a conflict, where a person may decide otherwise: what is done then. */
  readonly ifRestored?: RestoringAction;
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

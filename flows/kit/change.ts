import type { AppError } from './errors.ts';
import type { Cell } from './schema.ts';

/**
 * What a row would do to the target: the first four change a record; `unchanged` is there already; `conflict`, `noMatch` and `rejected` are
 * not sent and leave by the rejected port.
 */
export const changeActions = ['insert', 'update', 'delete', 'undelete', 'unchanged', 'conflict', 'noMatch', 'rejected'] as const;
export type ChangeAction = (typeof changeActions)[number];

/** Whether the action is sent to the target. */
export function isSent(action: ChangeAction): boolean {
  return action === 'insert' || action === 'update' || action === 'delete' || action === 'undelete';
}

/** One field of a change, values as the target keeps them (trimmed, rounded to its scale); blank is null. */
export interface FieldChange {
  readonly name: string;
  readonly before: Cell;
  readonly after: Cell;
  /** What brings the old value back where the field itself cannot: of a parent found by its key, the reference and the Id it had. */
  readonly restore?: { readonly name: string; readonly value: Cell };
}

/** What happens to one record. Says everything that is needed to send it, and with `before` everything to take it back. */
export interface RecordChange {
  readonly action: ChangeAction;
  /** What the record is found by: the value of the key field, or its Id. Blank: an insert that nothing tells from others. */
  readonly key: string;
  /** The record in the target, where it is known. */
  readonly id?: string | undefined;
  /** Of an update the fields that differ, of an insert all it gives. */
  readonly fields: readonly FieldChange[];
  /** When the record in the target was changed last, in the target's own words: it tells whether somebody was there since. */
  readonly stamp?: string | undefined;
  /** The old values were not read: every `before` is blank because nobody knows it, and the change cannot be taken back. */
  readonly isBlind?: boolean | undefined;
  /** A delete that no recycle bin takes. */
  readonly isFinal?: boolean | undefined;
}

/** A field that somebody else changed after we wrote it. */
export interface FieldConflict {
  readonly name: string;
  readonly before: Cell;
  readonly ours: Cell;
  readonly now: Cell;
}

/** A record change and the row of a batch it comes from. */
export interface Change extends RecordChange {
  /** Physical row. */
  readonly row: number;
  /** What tells the record from others where `key` can be written in several ways; the key unless given. */
  readonly identity?: string | undefined;
  /** All the row asks for, whether it differs from the target or not, where `fields` do not say just that. The same row asks the same. */
  readonly asked?: readonly FieldChange[] | undefined;
  /** Why the row is a conflict, has no match or is rejected. */
  readonly error?: AppError;
  /** Of an undo: what was changed since. */
  readonly conflicts?: readonly FieldConflict[];
  /** Of a conflict that a person may decide otherwise: what is done to the record then. */
  readonly ifRestored?: RestoringAction;
}

/** What brings a record back over somebody else's change: its old values, or for a record that the run made, that it goes. */
export type RestoringAction = 'update' | 'delete';

/** What happens to a record that somebody changed since. */
export type ConflictChoice = 'keep' | 'restore';

/** What a person has chosen for the conflicts of an undo. The first that says something holds: of the record, of its kind, of all. */
export interface ConflictChoices {
  /** By the record's Id. */
  readonly records?: Readonly<Record<string, ConflictChoice>> | undefined;
  /** By `conflictKind`. */
  readonly kinds?: Readonly<Record<string, ConflictChoice>> | undefined;
  /** `keep` unless told. */
  readonly all?: ConflictChoice | undefined;
}

/** Conflicts of one kind: the same would be done to the record, and the same fields were changed since. */
export function conflictKind(ifRestored: RestoringAction, fields: readonly string[]): string {
  return `${ifRestored} ${fields.toSorted().join(',')}`;
}

/** What the target answered to one record change. */
export interface Sent {
  /** The record that was written. */
  readonly id?: string | undefined;
  /** Set where it was refused. Kind `row`. */
  readonly error?: AppError;
  /** It was not sent at all: the target has seen nothing of it. */
  readonly isNotSent?: boolean;
}

/** A record as the target has it now. */
export interface Current {
  readonly id?: string | undefined;
  /** `gone`: not even in a recycle bin. */
  readonly state: 'there' | 'deleted' | 'gone';
  readonly stamp?: string | undefined;
  /** The fields that were asked for. */
  readonly values: Readonly<Record<string, Cell>>;
}

/** Where changes go. Names are what people call them. */
export interface Target {
  /** The connection's name in the flow. */
  readonly connection: string;
  /** The name the system gives itself, such as that of an org; it is what a person types before a write to production. */
  readonly name: string;
  readonly isProduction: boolean;
  readonly object: string;
}

/** What it will take to read the target again and send changes, and what there is of it. */
export interface Cost {
  readonly apiCalls: number;
  /** How many of these calls read. */
  readonly readCalls?: number | undefined;
  readonly bulkJobs: number;
  readonly minutes: number;
  /** API calls that are left today, and the day's allowance. */
  readonly callsLeft?: number | undefined;
  /** Of those that are left, how many Sluice keeps in reserve: for finishing what has begun, and for everybody else. */
  readonly callsKept?: number | undefined;
  readonly callsMost?: number | undefined;
}

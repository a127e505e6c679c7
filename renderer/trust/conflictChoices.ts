import { conflictKind, type ConflictChoice, type ConflictChoices } from '../../flows/kit/change.ts';
import type { Totals } from './changeTotals.ts';
import type { ChangeRow } from './useChangeRows.ts';

/** What a person has chosen so far for the conflicts of an undo: by kind, and for single records whatever their kind says. */
export interface Chosen {
  readonly kinds: Readonly<Record<string, ConflictChoice>>;
  readonly records: Readonly<Record<string, { readonly kind: string; readonly choice: ConflictChoice }>>;
}

export type ConflictsOfKind = Totals[string]['conflicts'][number];

export const nothingChosen: Chosen = { kinds: {}, records: {} };

/** The kinds of conflicts of all nodes, each once; undoing several nodes of a flow asks once. */
export function kindsOf(totals: Totals): ConflictsOfKind[] {
  const kinds = new Map<string, ConflictsOfKind>();
  for (const { conflicts } of Object.values(totals)) for (const one of conflicts) kinds.set(one.kind, { ...one, count: one.count + (kinds.get(one.kind)?.count ?? 0) });
  return [...kinds.values()].sort((a, b) => b.count - a.count);
}

/** The kind of a row's conflict; undefined where there is nothing to choose. */
export function kindOf({ ifRestored, conflicts = [] }: Pick<ChangeRow, 'ifRestored' | 'conflicts'>): string | undefined {
  return ifRestored && conflictKind(ifRestored, conflicts.map(({ name }) => name));
}

export function choiceOf({ kinds, records }: Chosen, kind: string, id: string | undefined): ConflictChoice {
  return (id === undefined ? undefined : records[id]?.choice) ?? kinds[kind] ?? 'keep';
}

/** A choice for all conflicts of some kinds: what was chosen for single ones of them before holds no more. */
export function chooseKinds({ kinds, records }: Chosen, chosen: readonly string[], choice: ConflictChoice): Chosen {
  const others = Object.entries(records).filter(([, { kind }]) => !chosen.includes(kind));
  return { kinds: { ...kinds, ...Object.fromEntries(chosen.map((kind) => [kind, choice])) }, records: Object.fromEntries(others) };
}

/** A choice for one record. One that its kind makes anyway is not kept as its own. */
export function chooseRecord({ kinds, records }: Chosen, kind: string, id: string, choice: ConflictChoice): Chosen {
  const { [id]: _before, ...others } = records;
  return { kinds, records: (kinds[kind] ?? 'keep') === choice ? others : { ...others, [id]: { kind, choice } } };
}

/** How many conflicts would be put back, by what that does to the record. */
export function restoredOf({ kinds, records }: Chosen, found: readonly ConflictsOfKind[]): Readonly<Record<ConflictsOfKind['ifRestored'], number>> {
  const sum = { update: 0, delete: 0 };
  for (const { kind, ifRestored, count } of found) {
    const own = Object.values(records).filter((one) => one.kind === kind);
    sum[ifRestored] += kinds[kind] === 'restore' ? count - own.length : own.length;
  }
  return sum;
}

/** As the host is told. */
export function asChoices({ kinds, records }: Chosen): ConflictChoices {
  return { kinds, records: Object.fromEntries(Object.entries(records).map(([id, { choice }]) => [id, choice])) };
}

import type { ChangeAction } from '../../flows/kit/change.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import type { RunStoreState } from '../stores/runStore.ts';
import { words } from '../words/words.ts';

export type Totals = Awaited<ReturnType<HostClient['changes']['totals']>>['nodes'];
export type ActionCounts = Readonly<Partial<Record<ChangeAction, number>>>;

const sent = ['insert', 'update', 'delete', 'undelete'] as const;
const held = ['conflict', 'noMatch', 'rejected'] as const;

/** How many rows of each action, over all nodes. */
export function sumActions(totals: Totals): ActionCounts {
  const sum: Partial<Record<ChangeAction, number>> = {};
  for (const { actions } of Object.values(totals)) for (const [action, count] of Object.entries(actions)) sum[action as ChangeAction] = (sum[action as ChangeAction] ?? 0) + count;
  return sum;
}

/** Rows that are, or would be, sent. */
export function sentOf(counts: ActionCounts): number {
  return sent.reduce((sum, action) => sum + (counts[action] ?? 0), 0);
}

/** Rows that will not be written for a reason of their own. */
export function heldOf(counts: ActionCounts): number {
  return held.reduce((sum, action) => sum + (counts[action] ?? 0), 0);
}

/** Rows that are, or would be, written by sinks that change no records, by their counts in a run: to files, as events. */
export function writtenBesides(nodes: RunStoreState['nodes'], totals: Totals): number {
  return Object.entries(nodes).reduce((sum, [node, { written }]) => (node in totals ? sum : sum + written), 0);
}

/** Where records are written: `Lead in Demo org`, each once. */
export function placesOf(totals: Totals): string[] {
  return [...new Set(Object.values(totals).map(({ target }) => words.trust.changes.to(target.object, target.name)))];
}

/** The production orgs among them, by the names they give themselves. */
export function productionOf(totals: Totals): string[] {
  return [...new Set(Object.values(totals).filter(({ target }) => target.isProduction).map(({ target }) => target.name))];
}

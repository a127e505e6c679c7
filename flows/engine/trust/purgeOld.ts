import type { RunStore } from '../runStore.ts';

/** What runs keep of people's data they keep so long. */
const keptDays = 30;
const dayMs = 86_400_000;

/** Removes what runs have kept for too long. For whoever opens the store. */
export function purgeOld(store: Pick<RunStore, 'purge'>, nowMs: number): void {
  store.purge({ before: new Date(nowMs - keptDays * dayMs).toISOString() });
}

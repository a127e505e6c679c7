import type { RunRequest } from '../runRequest.ts';
import type { RunStore } from '../runStore.ts';

/**
 * The moment that NOW() means in a run. One that is resumed keeps the moment it first began, and an applied plan that of the plan: else a
 * row that says when it was made would be another row each time.
 */
export function momentOf({ run, applies, momentMs }: RunRequest, store: RunStore): number {
  const known = momentMs ?? (applies === undefined ? undefined : store.readRequest(applies)?.momentMs);
  if (known !== undefined) return known;
  const { startedAt } = store.readRun(applies ?? run) ?? {};
  return startedAt === undefined ? Date.now() : Date.parse(startedAt);
}

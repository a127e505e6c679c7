import { AppError } from '../../kit/errors.ts';
import type { RunStore } from '../runStore.ts';

const usualDays = 30;
const dayMs = 86_400_000;

/**
 * How many days runs keep before-images, samples and rejected rows: what `SLUICE_KEEP_DAYS` says, else what the person chose (`keepingFile`),
 * else 30. Throws kind `settings`, code `keepDays`, for no number.
 */
export function keptDays(env: Readonly<Record<string, string | undefined>>, chosen: number = usualDays): number {
  const text = env['SLUICE_KEEP_DAYS']?.trim() ?? '';
  const days = text === '' ? chosen : Number(text);
  if (days >= 0 && Number.isFinite(days)) return days;
  throw new AppError('settings', 'keepDays', { message: `SLUICE_KEEP_DAYS is "${text}" and must be a number of days, such as 30: so long runs keep what they need to be undone.` });
}

/** Removes what runs have kept for longer than so many days. Gives how many runs that concerned. */
export function purgeOlder(store: Pick<RunStore, 'purge'>, nowMs: number, days: number): number {
  return store.purge({ before: new Date(nowMs - days * dayMs).toISOString() });
}

/** Removes what runs have kept for longer than they are to (`keptDays`). For whoever opens the store. */
export function purgeOld(store: Pick<RunStore, 'purge'>, nowMs: number, env: Readonly<Record<string, string | undefined>>, chosen?: number): void {
  purgeOlder(store, nowMs, keptDays(env, chosen));
}

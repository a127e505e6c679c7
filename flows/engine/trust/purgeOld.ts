import { AppError } from '../../kit/errors.ts';
import type { RunStore } from '../runStore.ts';

const usualDays = 30;
const dayMs = 86_400_000;

/** How many days runs keep before-images, samples and rejected rows: 30, or what `SLUICE_KEEP_DAYS` says. Throws kind `settings`, code `keepDays`, for no number. */
export function keptDays(env: Readonly<Record<string, string | undefined>>): number {
  const text = env['SLUICE_KEEP_DAYS']?.trim() ?? '';
  const days = text === '' ? usualDays : Number(text);
  if (days >= 0 && Number.isFinite(days)) return days;
  throw new AppError('settings', 'keepDays', { message: `SLUICE_KEEP_DAYS is "${text}" and must be a number of days, such as 30: so long runs keep what they need to be undone.` });
}

/** Removes what runs have kept for longer than that. For whoever opens the store. */
export function purgeOld(store: Pick<RunStore, 'purge'>, nowMs: number, env: Readonly<Record<string, string | undefined>>): void {
  store.purge({ before: new Date(nowMs - keptDays(env) * dayMs).toISOString() });
}

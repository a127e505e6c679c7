import { AppError } from '../../kit/errors.ts';
import type { RunStore } from '../runStore.ts';

/** Throws kind `settings`, code `runPurged`, for a run that changed records and has kept nothing of them: no undo can say what they were. */
export function checkKept(store: Pick<RunStore, 'countLedger' | 'readLedger'>, run: string): void {
  const changed = Object.keys(store.countLedger(run));
  const isKept = changed.some((node) => {
    for (const { entries } of store.readLedger(run, { node })) if (entries.length > 0) return true;
    return false;
  });
  if (changed.length === 0 || isKept) return;
  throw new AppError('settings', 'runPurged', {
    message: `What the run ${run.slice(0, 8)} kept of the records it changed has been purged, so it cannot be taken back.`,
    hint: 'A backup of the org can bring the old values back. SLUICE_KEEP_DAYS in the environment says for how many days runs keep them: 30 unless given.',
  });
}

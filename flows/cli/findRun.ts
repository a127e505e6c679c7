import type { RunRequest } from '../engine/runRequest.ts';
import type { RunStore } from '../engine/runStore.ts';
import { AppError } from '../kit/errors.ts';

const searched = 500;

/** What a run was asked to do, found by its id or the first letters of it. Throws kind `settings`, code `runUnknown`, for none and for several. */
export function findRun(store: RunStore, given: string): RunRequest {
  const exact = store.readRequest(given);
  if (exact) return exact;
  const runs = store.listRuns({ limit: searched });
  const fitting = given.length >= 4 ? runs.filter(({ run }) => run.startsWith(given.toLowerCase())) : [];
  if (fitting.length === 1) return store.readRequest(fitting[0]!.run)!;
  if (fitting.length > 1) throw new AppError('settings', 'runUnknown', { message: `${fitting.length} runs begin with "${given}". Give more of the id.` });
  const latest = runs.slice(0, 3).map(({ run, flow, startedAt }) => `${run.slice(0, 8)} ("${flow}", ${startedAt.slice(0, 16).replace('T', ' ')})`);
  const hint = given.length < 4 ? 'Give at least four letters of its id.' : latest.length > 0 ? `The latest: ${latest.join(', ')}.` : 'None has run here yet.';
  throw new AppError('settings', 'runUnknown', { message: `There is no run "${given}".`, hint });
}

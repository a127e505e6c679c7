import type { RunRequest } from '../../flows/engine/runRequest.ts';
import type { RunStore } from '../../flows/engine/runStore.ts';
import { AppError } from '../../flows/kit/errors.ts';

/** What a run was asked to do. Throws kind `settings`, code `runUnknown`, where the history has no such run. */
export function requestOf(store: Pick<RunStore, 'readRequest'>, run: string): RunRequest {
  const request = store.readRequest(run);
  if (request) return request;
  throw new AppError('settings', 'runUnknown', { message: `There is no run "${run}". The history keeps the latest runs only.` });
}

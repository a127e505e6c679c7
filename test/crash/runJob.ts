import { sealerOf } from '../../flows/engine/sealerOf.ts';
import type { FinishedEvent } from '../../flows/engine/events.ts';
import type { RunRequest } from '../../flows/engine/runRequest.ts';
import { runFlow } from '../../flows/engine/runFlow.ts';
import { openRunStore, type RunStore } from '../../flows/engine/runStore.ts';
import { crashConnection, crashDefinitions, crashDocument, crashRuntimes, type CrashJob } from './crashFlow.ts';

/** The key of all stores of these tests. */
export const crashKey = Buffer.alloc(32, 7);

/** Runs a job to its end, or until it is told to kill its process. */
export async function runJob(job: CrashJob, more: Partial<RunRequest> = {}): Promise<FinishedEvent> {
  const store = openRunStore(job.storeFile, sealerOf(crashKey));
  try {
    return await runFlow(
      { run: job.run, document: crashDocument(job.settings), folder: job.folder, parameters: {}, isResumed: job.isResumed, ...more },
      {
        definitions: crashDefinitions,
        loadRuntime: crashRuntimes(job),
        resolveConnection: async () => crashConnection(job),
        store: deadly(store, job.killAt),
        signal: new AbortController().signal,
        onEvent: () => undefined,
        checkpointRows: 100,
      },
    );
  } finally {
    store.close();
  }
}

/** The store with a call that ends this process as SIGKILL does. */
function deadly(store: RunStore, killAt: CrashJob['killAt']): RunStore {
  if (!killAt) return store;
  const { call, n, isAfter } = killAt;
  const plain = store[call] as (...values: unknown[]) => unknown;
  let calls = 0;
  const counted = (...values: unknown[]): unknown => {
    if (++calls === n && !isAfter) process.kill(process.pid, 'SIGKILL');
    const result = plain(...values);
    if (calls === n && isAfter) process.kill(process.pid, 'SIGKILL');
    return result;
  };
  return { ...store, [call]: counted };
}

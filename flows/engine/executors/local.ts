import { Secret } from '../../kit/connection.ts';
import { AppError, errorData, type ErrorData } from '../../kit/errors.ts';
import { connectionData, type MessageToEngine, type MessageToParent } from '../engineMessages.ts';
import type { EngineProcess } from '../engineProcess.ts';
import type { RunEvent } from '../events.ts';
import type { ResolveConnection, RunRequest } from '../runRequest.ts';
import type { RunStore, StoredEvent } from '../runStore.ts';

export interface LocalExecutorParts {
  /** Starts an engine process: one that calls `serveEngine`. */
  readonly launch: () => EngineProcess;
  /** A store in a file: the engine processes open it too. */
  readonly store: RunStore;
  readonly resolveConnection: ResolveConnection;
  /** What runs keep of people's data is sealed under it. */
  readonly sealKey?: () => Promise<{ readonly key: Uint8Array; readonly isTemporary?: boolean } | { readonly key?: undefined; readonly reason: string }>;
}

/** Runs flows on this machine, each in a process of its own. */
export interface LocalExecutor {
  /** Starts a run and gives its id. */
  submit(request: RunRequest): string;
  /**
   * Every event of a run from its beginning, then live, up to `finished`; of a run that has ended, what the store kept. Any number may
   * watch. Events come in their order, none twice; of the progress before the watcher came only the latest is told. A run of another
   * process is read from the store as it goes.
   */
  watch(run: string): AsyncIterable<RunEvent>;
  /** Asks a run to stop; one that does not within two seconds is stopped. Nothing for a run that is not running here. */
  cancel(run: string): void;
  /** Cancels everything and resolves when no engine process is left. */
  close(): Promise<void>;
}

/** A run's engine gets so long to take back what it has begun. */
const killMs = 2000;
/** A run of another process is looked at so often. */
const pollMs = 250;

interface LiveRun {
  readonly engine: EngineProcess;
  readonly listeners: Set<(stored: StoredEvent) => void>;
  readonly ended: PromiseWithResolvers<void>;
  isCancelled: boolean;
  isFinished: boolean;
  /** What the engine said last of its memory running short. */
  heap: Extract<MessageToParent, { type: 'heap' }> | undefined;
  killTimer: NodeJS.Timeout | undefined;
}

export function localExecutor({ launch, store, resolveConnection, sealKey }: LocalExecutorParts): LocalExecutor {
  const live = new Map<string, LiveRun>();

  const tell = (run: LiveRun, stored: StoredEvent): void => {
    run.isFinished ||= stored.event.type === 'finished';
    for (const listener of run.listeners) listener(stored);
  };

  const endRun = (id: string, run: LiveRun, code: number | null): void => {
    clearTimeout(run.killTimer);
    live.delete(id);
    if (!run.isFinished) {
      const state = run.isCancelled ? 'cancelled' : 'interrupted';
      tell(run, endInStore(store, id, state, run.isCancelled ? undefined : engineEnded(code, run.heap)));
    }
    run.ended.resolve();
  };

  const answerConnection = async (run: LiveRun, id: number, name: string, refused: string | undefined): Promise<void> => {
    const post = (message: MessageToEngine): void => run.engine.post(message);
    try {
      post({ type: 'connection', id, connection: connectionData(await resolveConnection(name, refused === undefined ? undefined : new Secret(refused))) });
    } catch (error) {
      post({ type: 'connection', id, error: errorData(error) });
    }
  };

  const answerSealKey = async (run: LiveRun): Promise<void> => {
    const post = (message: MessageToEngine): void => run.engine.post(message);
    try {
      const found = (await sealKey?.()) ?? { reason: 'The host keeps no key.' };
      post(found.key ? { type: 'sealKey', key: Buffer.from(found.key).toString('base64'), ...(found.isTemporary ? { isTemporary: true } : {}) } : { type: 'sealKey', reason: found.reason });
    } catch (error) {
      post({ type: 'sealKey', reason: errorData(error).message });
    }
  };

  const hear = (id: string, run: LiveRun, message: MessageToParent): void => {
    if (message.type === 'connectionWanted') void answerConnection(run, message.id, message.name, message.refused);
    if (message.type === 'sealKeyWanted') void answerSealKey(run);
    if (message.type === 'failed') tell(run, endInStore(store, id, 'interrupted', message.error));
    if (message.type === 'heap') run.heap = message;
    if (message.type === 'event') tell(run, message);
    if (run.isFinished) run.engine.post({ type: 'leave' } satisfies MessageToEngine);
  };

  const cancel = (id: string): void => {
    const run = live.get(id);
    if (!run || run.isCancelled) return;
    run.isCancelled = true;
    run.engine.post({ type: 'cancel' } satisfies MessageToEngine);
    run.killTimer = setTimeout(() => run.engine.kill(), killMs);
  };

  const launchFor = (id: string): EngineProcess => {
    try {
      return launch();
    } catch (error) {
      store.markInterrupted(id, errorData(error));
      throw error;
    }
  };

  return {
    submit(request) {
      const id = request.run;
      store.createRun(request);
      const engine = launchFor(id);
      const run: LiveRun = { engine, listeners: new Set(), ended: Promise.withResolvers(), isCancelled: false, isFinished: false, heap: undefined, killTimer: undefined };
      live.set(id, run);
      engine.onMessage((message) => hear(id, run, message as MessageToParent));
      engine.onExit((code) => endRun(id, run, code));
      engine.post({ type: 'start', request, storeFile: store.file } satisfies MessageToEngine);
      return id;
    },

    async *watch(id) {
      const run = live.get(id);
      if (!run && !store.readRun(id)) throw new AppError('settings', 'runUnknown', { message: `There is no run "${id}".`, data: { run: id } });
      const heard: StoredEvent[] = [];
      let wake = (): void => {};
      const listener = (stored: StoredEvent): void => {
        heard.push(stored);
        wake();
      };
      // Listen first, then read: nothing can fall between.
      run?.listeners.add(listener);
      try {
        let last = 0;
        let known: readonly StoredEvent[] = store.readEvents(id);
        for (;;) {
          for (const { sequence, event } of known) {
            // Sequence 0: the engine could not keep the event, so nobody has told it yet.
            if (sequence !== 0 && sequence <= last) continue;
            last = sequence;
            yield event;
            if (event.type === 'finished') return;
          }
          if (run && heard.length === 0) await new Promise<void>((resolve) => (wake = resolve));
          if (!run) await new Promise((resolve) => setTimeout(resolve, pollMs));
          known = run ? heard.splice(0) : store.readEvents(id, last);
        }
      } finally {
        run?.listeners.delete(listener);
      }
    },

    cancel,

    async close() {
      const runs = [...live];
      for (const [id] of runs) cancel(id);
      await Promise.all(runs.map(([, run]) => run.ended.promise));
    },
  };
}

/** What is true of an engine that ended without saying how its run did. */
function engineEnded(code: number | null, heap: LiveRun['heap']): ErrorData {
  const base = { kind: 'service', where: {}, data: { code } } as const;
  const hint = 'The counts are the last it told. Files it was writing have kept their old content; rows already sent to an org stay there.';
  if (heap) {
    const [used, limit] = [heap.usedBytes, heap.limitBytes].map((bytes) => Math.round(bytes / 2 ** 20));
    return { ...base, code: 'outOfMemory', message: `The engine ran out of memory: it used ${used} of ${limit} MiB, then the system ended it.`, hint };
  }
  const how = code === null || code === 134 ? 'was ended by the system before the run was over, as happens when memory runs out' : `ended with code ${code} before the run was over`;
  return { ...base, code: 'engineStopped', message: `The engine's process ${how}.`, hint };
}

/**
 * Ends a run that its engine did not end, in the store and for whoever watches. Where the engine did, unheard, that stands; where the
 * store cannot be written, the watchers hear it all the same.
 */
function endInStore(store: RunStore, run: string, state: 'interrupted' | 'cancelled', error: ErrorData | undefined): StoredEvent {
  try {
    const stored = store.markInterrupted(run, error, state) ?? store.readEvents(run).findLast(({ event }) => event.type === 'finished');
    if (stored) return stored;
  } catch {
    // The store's own trouble is told by whoever reads from it next.
  }
  return { sequence: 0, event: { type: 'finished', state, elapsedMs: 0, nodes: {}, edges: {}, unhandled: 0, drops: {}, ...(error ? { error } : {}) } };
}

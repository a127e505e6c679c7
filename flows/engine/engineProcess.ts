import { dirname } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { auditLog } from '../audit/auditLog.ts';
import type { Connection, Secret } from '../kit/connection.ts';
import type { NodeDefinition } from '../kit/defineNode.ts';
import type { NodeRuntime } from '../kit/defineRun.ts';
import { errorData, errorFromData } from '../kit/errors.ts';
import { auditedConnections, auditedStore } from './auditedRuns.ts';
import { connectionsOf } from '../model/connectionsOf.ts';
import { connectionFromData, type MessageToEngine, type MessageToParent } from './engineMessages.ts';
import { sealerUnder } from './sealerOf.ts';
import type { OpenSealer } from './sealer.ts';
import { runFlow } from './runFlow.ts';
import { openRunStore } from './runStore.ts';

/** An engine process as the one who started it sees it. */
export interface EngineProcess {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** `code` is null when the system ended it by a signal. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** The way to the parent, as the engine process sees it. */
export interface EngineChannel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The parent is gone. */
  onClose?(listener: () => void): void;
}

export interface EngineParts {
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
  /** Ends this process. */
  readonly exit?: (code: number) => void;
}

/** The engine looks so often how full its memory is, and tells when it is fuller than this. */
const heapMs = 100;
const fullHeap = 0.6;
/** A parent that does not say goodbye is not waited for longer. */
const leaveMs = 1000;
/** A run that does not stop when its parent has gone is left. */
const orphanMs = 3000;

/**
 * What runs inside an engine process: waits for the request, runs it, tells every event, and ends when the parent has heard the last.
 * Secrets come by message when a node asks for a connection. When the parent goes away the run is cancelled and the process ends.
 */
export function serveEngine(channel: EngineChannel, { definitions, loadRuntime, exit = (code) => process.exit(code) }: EngineParts): void {
  const cancel = new AbortController();
  const wanted = new Map<number, PromiseWithResolvers<Connection>>();
  const sealer = Promise.withResolvers<Awaited<ReturnType<OpenSealer>>>();
  let isStarted = false;
  let isOrphan = false;

  const post = (message: MessageToParent): void => {
    if (!isOrphan) channel.post(message);
  };

  // A process that runs out of memory is ended without a last word; what it said before tells why.
  const watchHeap = setInterval(() => {
    const { used_heap_size: usedBytes, heap_size_limit: limitBytes } = getHeapStatistics();
    if (usedBytes > limitBytes * fullHeap) post({ type: 'heap', usedBytes, limitBytes });
  }, heapMs);
  watchHeap.unref();

  const leave = (code: number): void => {
    clearInterval(watchHeap);
    exit(code);
  };

  const resolveConnection = (name: string, refused?: Secret): Promise<Connection> => {
    const id = wanted.size;
    const answer = Promise.withResolvers<Connection>();
    wanted.set(id, answer);
    post({ type: 'connectionWanted', id, name, ...(refused ? { refused: refused.reveal() } : {}) });
    return answer.promise;
  };

  const openSealer: OpenSealer = () => {
    post({ type: 'sealKeyWanted' });
    return sealer.promise;
  };

  const run = async ({ request, storeFile }: Extract<MessageToEngine, { type: 'start' }>): Promise<void> => {
    try {
      const audit = auditLog(dirname(storeFile));
      const sealing = connectionsOf(request.document, definitions).length > 0 ? await openSealer() : undefined;
      const store = auditedStore(openRunStore(storeFile, sealing?.sealer), audit, definitions);
      const { signal } = cancel;
      await runFlow(request, {
        definitions,
        loadRuntime,
        resolveConnection: auditedConnections(resolveConnection, request.run, audit),
        openSealer,
        store,
        signal,
        onEvent: (event, sequence) => post({ type: 'event', event, sequence }),
      });
      store.close();
    } catch (error) {
      post({ type: 'failed', error: errorData(error) });
    }
    setTimeout(() => leave(0), isOrphan ? 0 : leaveMs).unref();
  };

  channel.onMessage((received) => {
    const message = received as MessageToEngine;
    if (message.type === 'start' && !isStarted) {
      isStarted = true;
      void run(message);
    }
    if (message.type === 'cancel') cancel.abort();
    if (message.type === 'leave') leave(0);
    if (message.type === 'sealKey') sealer.resolve(sealerUnder('key' in message ? { ...message, key: Buffer.from(message.key, 'base64') } : message));
    if (message.type === 'connection') {
      if ('error' in message) wanted.get(message.id)?.reject(errorFromData(message.error));
      else wanted.get(message.id)?.resolve(connectionFromData(message.connection, resolveConnection));
    }
  });

  channel.onClose?.(() => {
    isOrphan = true;
    cancel.abort();
    setTimeout(() => leave(1), isStarted ? orphanMs : 0);
  });
}

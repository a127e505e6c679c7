import type { AuditAction } from '../audit/auditEntry.ts';
import type { AuditLog } from '../audit/auditLog.ts';
import type { Connection, Secret } from '../kit/connection.ts';
import type { NodeDefinition } from '../kit/defineNode.ts';
import type { FinishedEvent } from './events.ts';
import { flowHash } from './flowHash.ts';
import type { ResolveConnection, RunRequest } from './runRequest.ts';
import type { RunStore, RunTotals } from './runStore.ts';

/**
 * A run store in which no run begins or ends without a line in the audit log. Every process that has runs opens its store through this;
 * the same run in two of them (the host's and the engine's) is written down once.
 */
export function auditedStore(store: RunStore, log: AuditLog, definitions: Readonly<Record<string, NodeDefinition>>): RunStore {
  const ended = (run: string, event: Pick<FinishedEvent, 'state' | 'nodes'>, totals?: RunTotals): void => {
    if (store.readRequest(run)?.isProbe) return;
    const { read, written, rejected } = totals ?? store.readRun(run) ?? { read: 0, written: 0, rejected: 0 };
    const unchanged = Object.values(event.nodes).reduce((sum, counts) => sum + counts.unchanged, 0);
    const flow = store.readRun(run)?.flow;
    log.add({ action: 'runEnded', run, ...(flow === undefined ? {} : { title: flow }), state: event.state, changed: { read, written, unchanged, rejected } });
  };
  return {
    ...store,
    createRun(request) {
      const { run, document, path } = request;
      const parent = request.parent ?? request.applies ?? request.undoes;
      const before = store.readRun(run);
      if (before?.state !== 'running' && !request.isProbe) {
        const flow = { name: document.name, ...(path === undefined ? {} : { path }), hash: flowHash(document, definitions) };
        log.add({ action: before ? 'runResumed' : beginning(request), run, ...(parent === undefined ? {} : { parent }), flow });
      }
      store.createRun(request);
    },
    finishRun(run, event, totals) {
      const sequence = store.finishRun(run, event, totals);
      ended(run, event, totals);
      return sequence;
    },
    markInterrupted(run, error, state) {
      const stored = store.markInterrupted(run, error, state);
      if (stored?.event.type === 'finished') ended(run, stored.event);
      return stored;
    },
    interruptDeadRuns() {
      const dead = store.interruptDeadRuns();
      for (const run of dead) ended(run, { state: 'interrupted', nodes: {} });
      return dead;
    },
  };
}

/** What a new run is, for people. */
function beginning({ mode, applies, undoes, parent }: RunRequest): AuditAction {
  if (undoes !== undefined) return 'undone';
  if (applies !== undefined) return 'applied';
  if (mode === 'plan') return 'planned';
  return parent === undefined ? 'runStarted' : 'runRetried';
}

/** Connections as one run asks for them: the first time it gets one, the audit log says which org and which user. */
export function auditedConnections(resolve: ResolveConnection, run: string, log: AuditLog): ResolveConnection {
  const told = new Set<string>();
  return async (name: string, refused?: Secret): Promise<Connection> => {
    const connection = await resolve(name, refused);
    if (!told.has(name)) log.add({ action: 'connectionUsed', run, connection: { name, ...orgOf(connection) } });
    told.add(name);
    return connection;
  };
}

function orgOf({ system, environment, settings: { instanceUrl, username } }: Connection) {
  return { system, environment, ...(instanceUrl === undefined ? {} : { address: instanceUrl }), ...(username === undefined ? {} : { user: username }) };
}

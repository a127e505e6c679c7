import { resolve } from 'node:path';
import type { Connection } from '../kit/connection.ts';
import type { NodeContext } from '../kit/defineRun.ts';
import { AppError } from '../kit/errors.ts';
import type { NodeRun } from './nodeRun.ts';
import type { Pacer } from './pacer.ts';
import type { Redactor } from './redact.ts';
import type { ResolveConnection } from './runRequest.ts';
import type { SharedThings } from './sharedThings.ts';

/** What the contexts of all nodes of a run have in common. */
export interface ContextParts {
  readonly run: string;
  readonly isPlan: boolean;
  readonly folder: string;
  readonly startedMs: number;
  /** The share of each node that keeps rows. */
  readonly memoryBytes: number;
  readonly pacer: Pacer;
  readonly signal: AbortSignal;
  readonly resolveConnection: ResolveConnection;
  readonly shared: SharedThings;
  readonly redactor: Redactor;
  /** What anybody reads of a node's rows. */
  wanted(node: string): ReadonlySet<string> | undefined;
  log(level: 'info' | 'warning', node: string, message: string): void;
}

/** What a node may use while it runs. Its settings are the ones its own schema parsed, so `never` fits every node's type. */
export function nodeContext(node: NodeRun, parts: ContextParts): NodeContext<never> {
  return {
    node: node.id,
    settings: node.plan.settings as never,
    run: parts.run,
    isPlan: parts.isPlan,
    startedMs: parts.startedMs,
    signal: parts.signal,
    memoryBytes: parts.memoryBytes,
    wanted: () => parts.wanted(node.id),
    pause: () => parts.pacer.pause(),
    path: (file) => resolve(parts.folder, file),
    connection: async (name) => learnt(await parts.resolveConnection(name), parts.redactor),
    shared: (key, open, close) => parts.shared.get(key, open, close),
    reject: (batch, row, error) => {
      const message = parts.redactor.text(error.message);
      node.reject(batch, row, message === error.message ? error : new AppError(error.kind, error.code, { message }));
    },
    drop: (count, reason) => node.drop(count, reason),
    count: (counter, by) => {
      node.tally[counter] += by;
    },
    reached: (share) => {
      node.tally.share = share;
    },
    log: (level, message) => parts.log(level, node.id, message),
  };
}

/** The connection after the redactor has learnt its secrets, and with a `renew` whose new secrets it will learn. */
function learnt(connection: Connection, redactor: Redactor): Connection {
  redactor.learn(connection);
  const { renew } = connection;
  return renew ? { ...connection, renew: async () => learnt(await renew(), redactor) } : connection;
}

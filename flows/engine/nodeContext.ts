import { resolve } from 'node:path';
import type { NodeContext } from '../kit/defineRun.ts';
import { AppError } from '../kit/errors.ts';
import type { NodeRun } from './nodeRun.ts';
import type { Redactor } from './redact.ts';
import type { ResolveConnection } from './runRequest.ts';
import type { SharedThings } from './sharedThings.ts';

/** What the contexts of all nodes of a run have in common. */
export interface ContextParts {
  readonly folder: string;
  readonly startedMs: number;
  readonly signal: AbortSignal;
  readonly resolveConnection: ResolveConnection;
  readonly shared: SharedThings;
  readonly redactor: Redactor;
  log(level: 'info' | 'warning', node: string, message: string): void;
}

/** What a node may use while it runs. Its settings are the ones its own schema parsed, so `never` fits every node's type. */
export function nodeContext(node: NodeRun, parts: ContextParts): NodeContext<never> {
  return {
    node: node.id,
    settings: node.plan.settings as never,
    startedMs: parts.startedMs,
    signal: parts.signal,
    path: (file) => resolve(parts.folder, file),
    connection: async (name) => {
      const connection = await parts.resolveConnection(name);
      parts.redactor.learn(connection);
      return connection;
    },
    shared: (key, open, close) => parts.shared.get(key, open, close),
    reject: (batch, row, error) => {
      const message = parts.redactor.text(error.message);
      node.reject(batch, row, message === error.message ? error : new AppError(error.kind, error.code, { message }));
    },
    drop: (count, reason) => node.drop(count, reason),
    count: (counter, by) => {
      node.tally[counter] += by;
    },
    log: (level, message) => parts.log(level, node.id, message),
  };
}

import type { Connection } from '../../flows/kit/connection.ts';
import type { NodeContext } from '../../flows/kit/defineRun.ts';
import { definition } from '../../flows/nodes/salesforceQuery/definition.ts';
import type { Settings } from '../../flows/nodes/salesforceQuery/preparedQuery.ts';

/** For tests: what the node gets from a run. A row it rejects is thrown. */
export function sourceContext(connection: Connection, settings: Partial<Settings>, more: Partial<NodeContext<Settings>> = {}): NodeContext<Settings> {
  const things = new Map<string, Promise<object>>();
  return {
    node: 'query',
    run: 'test',
    settings: definition.settings.parse({ connection: connection.name, ...settings }),
    startedMs: Date.now(),
    signal: new AbortController().signal,
    memoryBytes: 1e8,
    pause: () => undefined,
    path: (file) => file,
    connection: () => Promise.resolve(connection),
    shared: <T extends object>(key: string, open: () => Promise<T>): Promise<T> => {
      if (!things.has(key)) things.set(key, open());
      return things.get(key) as Promise<T>;
    },
    reject: (_batch, row, error) => {
      throw new Error(`Row ${row}: ${error.message}`);
    },
    drop: () => undefined,
    count: () => undefined,
    log: () => undefined,
    ...more,
  };
}

import { dirname, resolve } from 'node:path';
import { AppError } from '../../flows/kit/errors.ts';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import type { LookupContext, NodeRuntime } from '../../flows/kit/defineRun.ts';
import type { ResolveConnection } from '../../flows/engine/runRequest.ts';
import { SharedThings } from '../../flows/engine/sharedThings.ts';
import type { HostHandlers } from '../contract/contract.ts';

interface Asked {
  /** Of the flow file: relative file names count from its folder. */
  readonly path: string;
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

interface LookupsOptions {
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
  readonly resolveConnection: ResolveConnection;
}

/** Runs the lookups of node types: what a picker offers, asked of a file or an org. */
export function lookupsService({ definitions, loadRuntime, resolveConnection }: LookupsOptions): HostHandlers['lookups'] {
  /** Does something with a node's runtime and the context that lookups get; what it opened is closed afterwards. */
  async function asking<T>({ path, type, settings }: Asked, signal: AbortSignal, ask: (runtime: NodeRuntime<unknown>, context: LookupContext<unknown>) => Promise<T>): Promise<T> {
    const definition = Object.hasOwn(definitions, type) ? definitions[type] : undefined;
    if (!definition) throw new AppError('settings', 'nodeTypeUnknown', { message: `There is no node type "${type}" in this version of Sluice.` });
    const runtime = (await loadRuntime(type)) as NodeRuntime<unknown>;
    const parsed = definition.settings.safeParse(settings);
    if (!parsed.success) {
      const { path: setting, message } = parsed.error.issues[0]!;
      throw new AppError('settings', 'settingsShape', { message: `The setting "${setting.join('.')}" of "${definition.title}" does not fit: ${message}.` });
    }
    const shared = new SharedThings();
    try {
      return await ask(runtime, {
        settings: parsed.data,
        signal,
        path: (file) => resolve(dirname(path), file),
        connection: resolveConnection,
        shared: (key, open, close) => shared.get(key, open, close),
      });
    } finally {
      // The answer is there; what cannot be closed any more changes nothing in it.
      await shared.close(() => {});
    }
  }

  return {
    choices: ({ lookup, upstream = [], ...asked }, { signal }) =>
      asking(asked, signal, ({ lookups }, context) => {
        const run = lookups && Object.hasOwn(lookups, lookup) ? lookups[lookup] : undefined;
        if (!run) throw new AppError('bug', 'lookupUnknown', { message: `The node type "${asked.type}" has no lookup "${lookup}".` });
        return run({ ...context, upstream: upstream.map((schema) => schema ?? undefined) });
      }),
    fields: ({ columns, ...asked }, { signal }) =>
      asking(asked, signal, async ({ usedObjects }, context) => (usedObjects ? (await usedObjects(context, [columns])).flatMap(({ fields }) => fields) : [])),
  };
}

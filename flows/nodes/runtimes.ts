import type { NodeRuntime } from '../kit/defineRun.ts';

const loaders = import.meta.glob<{ run: NodeRuntime }>('./*/run.ts');

/** What a node type does; loaded when a plan first needs it. */
export async function loadRuntime(type: string): Promise<NodeRuntime> {
  const load = loaders[`./${type}/run.ts`];
  if (!load) throw new Error(`There is no node type "${type}".`);
  return (await load()).run;
}

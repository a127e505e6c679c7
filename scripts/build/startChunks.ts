import path from 'node:path';
import type { InlineConfig } from 'vite';

type Output = Extract<NonNullable<NonNullable<NonNullable<InlineConfig['build']>['rolldownOptions']>['output']>, { chunkFileNames?: unknown }>;
type Groups = NonNullable<Exclude<Output['codeSplitting'], boolean | undefined>['groups']>;
type Graph = Parameters<Extract<Groups[number]['name'], (...values: never[]) => unknown>>[1];

/**
 * What belongs together in one file of a bundle for Node. Every file that is loaded costs some tenths of a millisecond, and a bundler left to
 * itself makes one for each set of modules that two lazy parts share: `sluice run` of four nodes loaded 58, and with these groups 17.
 *
 * @param root the folder of the project
 */
export function startChunks(root: string): Groups {
  const [main, run] = [path.join(root, 'flows/cli/main.ts'), path.join(root, 'flows/cli/verbs/run.ts')];
  const [ofMain, ofRun] = [reachedFrom(main), reachedFrom(run)];
  return [
    { name: 'zod', test: /node_modules[\\/]zod[\\/]/, priority: 5 },
    // What is there before any verb; else it would be drawn into what `sluice run` always needs, which comes next, and that would be loaded first.
    { name: (id, graph) => (id !== main && ofMain(graph).has(id) ? 'main' : null), debugName: 'main', priority: 4 },
    { name: (id, graph) => (ofRun(graph).has(id) ? 'run' : null), debugName: 'run', priority: 3 },
    { name: 'formula', test: /flows[\\/]kit[\\/]formula[\\/]/, priority: 2 },
    { name: 'files', test: /flows[\\/]connectors[\\/](csv|files)[\\/]/, priority: 1 },
  ];
}

/** The modules that one needs at once: itself, what it imports, and what that imports. None where the bundle does not have it. */
function reachedFrom(first: string): (graph: Graph) => ReadonlySet<string> {
  let reached: Set<string> | undefined;
  return (graph) => {
    if (reached) return reached;
    reached = new Set(graph.getModuleInfo(first) ? [first] : []);
    for (const id of reached) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) reached.add(imported);
    return reached;
  };
}

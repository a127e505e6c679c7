import type { NodeDefinition } from '../kit/defineNode.ts';

/** Node types by their names. */
export type Definitions = Readonly<Record<string, NodeDefinition>>;

const loaders = import.meta.glob<NodeDefinition>('./*/definition.ts', { import: 'definition' });
const fileOf = (type: string): string => `./${type}/definition.ts`;

/**
 * Node types by their names, each loaded when it is first asked for: a command that runs one flow builds no settings but those of its nodes.
 * All of them, where no types are given, or one of these is none: what is said about that one names the others.
 */
export async function loadDefinitions(types?: readonly string[]): Promise<Definitions> {
  const files = types?.every((type) => Object.hasOwn(loaders, fileOf(type))) ? [...new Set(types)].map(fileOf) : Object.keys(loaders);
  const loaded = await Promise.all(files.map((file) => loaders[file]!()));
  return Object.fromEntries(loaded.map((definition) => [definition.type, definition]));
}

import type { NodeDefinition } from '../kit/defineNode.ts';

const modules = import.meta.glob<{ definition: NodeDefinition }>('./*/definition.ts', { eager: true });

/** Every node type by its name: the folders of this directory. */
export const definitions: Readonly<Record<string, NodeDefinition>> = Object.fromEntries(Object.values(modules).map(({ definition }) => [definition.type, definition]));

import type { NodeDefinition } from '../kit/defineNode.ts';
import { describeFields } from '../kit/fields.ts';
import type { FlowDocument } from './document.ts';

/** The connections that the nodes of a flow name, each once, by name. Of a node type nobody knows, none. */
export function connectionsOf(document: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>): string[] {
  const names = Object.values(document.nodes).flatMap(({ type, settings }) =>
    (Object.hasOwn(definitions, type) ? describeFields(definitions[type]!.settings) : [])
      .filter(({ control }) => control === 'connection')
      .map(({ name }) => settings[name]),
  );
  return [...new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''))].sort();
}

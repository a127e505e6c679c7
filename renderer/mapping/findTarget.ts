import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { parseEnd, type FlowDocument } from '../../flows/model/document.ts';

/** The node whose fields the columns of another one end in. */
export interface MappingTarget {
  readonly node: string;
  readonly definition: NodeDefinition;
  /** The lookup that names its fields. */
  readonly lookup: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the fields belong to, such as Lead; blank where that is not set yet. */
  readonly object: string;
}

/** The first node at or below `id` that takes columns as fields; nodes that name columns anew end the way. */
export function findTarget(document: FlowDocument, id: string, definitions: Readonly<Record<string, NodeDefinition>>): MappingTarget | undefined {
  const seen = new Set<string>();
  const waiting = [id];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const node = document.nodes[at];
    const definition = node && definitions[node.type];
    if (!node || !definition || seen.has(at)) continue;
    seen.add(at);
    const parsed = definition.settings.safeParse(node.settings);
    if (definition.targets !== undefined && parsed.success) {
      const object: unknown = parsed.data['object'];
      return { node: at, definition, lookup: definition.targets, settings: parsed.data, object: typeof object === 'string' ? object : '' };
    }
    if (at !== id && definition.columns) continue;
    for (const { from, to } of document.edges) {
      const { node: feeder, port } = parseEnd(from);
      if (feeder === at && port !== 'rejected') waiting.push(parseEnd(to).node);
    }
  }
  return undefined;
}

import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import type { Schema } from '../../flows/kit/schema.ts';
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

/** The first node at or below `id` that takes columns as fields. A node ends the way where columns that it does not know do not go through it by their names. */
export function findTarget(document: FlowDocument, id: string, definitions: Readonly<Record<string, NodeDefinition>>): MappingTarget | undefined {
  const seen = new Set<string>();
  const waiting: { readonly node: string; readonly port?: string }[] = [{ node: id }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { node: at, port: came } = next;
    const node = document.nodes[at];
    const definition = node && definitions[node.type];
    if (!node || !definition || seen.has(at)) continue;
    seen.add(at);
    const parsed = definition.settings.safeParse(node.settings);
    if (definition.targets !== undefined && parsed.success) {
      const object: unknown = parsed.data['object'];
      return { node: at, definition, lookup: definition.targets, settings: parsed.data, object: typeof object === 'string' ? object : '' };
    }
    if (came !== undefined && !keepsColumns(definition, parsed.data, came)) continue;
    for (const { from, to } of document.edges) {
      const { node: feeder, port } = parseEnd(from);
      if (feeder === at && port !== 'rejected') waiting.push(parseEnd(to));
    }
  }
  return undefined;
}

const unknown: Schema = [{ name: 'a column that it does not know', type: 'text' }];

function keepsColumns(definition: NodeDefinition, settings: Readonly<Record<string, unknown>> | undefined, port: string): boolean {
  if (!definition.columns) return true;
  if (!settings) return false;
  const { in: ports } = definition.ports(settings);
  return definition.columns(settings, ports.map(({ name }) => (name === port ? unknown : [])))?.some(({ name }) => name === unknown[0]!.name) ?? false;
}

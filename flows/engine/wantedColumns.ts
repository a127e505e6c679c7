import type { NodeDefinition } from '../kit/defineNode.ts';
import { checkFlow } from '../model/checkFlow.ts';
import { parseEnd, type FlowDocument } from '../model/document.ts';
import { upstreamSchemas } from '../model/flowGraph.ts';

/**
 * The columns, in small letters, that the nodes behind read of the rows a node sends to `out`; undefined where one of them may want all. Looks no
 * further than those nodes: where rows travel on, all of their columns are there to be looked at.
 */
export function wantedColumns(document: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>, node: string): ReadonlySet<string> | undefined {
  const { schemas } = checkFlow(document, definitions);
  const wanted = new Set<string>();
  for (const { from, to } of document.edges) {
    if (from !== `${node}.out`) continue;
    const id = parseEnd(to).node;
    const { type, settings: given } = document.nodes[id]!;
    const definition = definitions[type]!;
    const settings = definition.settings.parse(given);
    const upstream = upstreamSchemas(document, id, definition.ports(settings).in.map(({ name }) => name), schemas);
    const columns = definition.reads?.(settings, upstream);
    if (!columns) return undefined;
    for (const column of columns) wanted.add(column.toLowerCase());
  }
  return wanted;
}

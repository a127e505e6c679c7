import type { NodeDefinition } from '../kit/defineNode.ts';
import { edgeId, parseEnd, type FlowDocument } from './document.ts';
import { withFeeders } from './flowGraph.ts';
import { newNodeId } from './newNodeId.ts';

/** What lets rows through as they are. */
const passType = 'mapColumns';

interface UpToNode {
  readonly document: FlowDocument;
  /** The edge over which the node's rows leave, kept as a sample like any other; undefined for a node that gives none. */
  readonly edge: string | undefined;
}

/**
 * The part of a flow that a node needs: the node, all that feeds it, and something that takes its rows. What else takes rows of that part is
 * left out. To be planned, not run: a sink in it would write.
 */
export function upToNode(document: FlowDocument, id: string, definitions: Readonly<Record<string, NodeDefinition>>): UpToNode {
  const kept = withFeeders(document, id);
  const { groups: _groups, notes: _notes, ...rest } = document;
  const part: FlowDocument = {
    ...rest,
    nodes: Object.fromEntries(Object.entries(document.nodes).filter(([node]) => kept.has(node))),
    edges: document.edges.filter(({ from, to }) => kept.has(parseEnd(to).node) && kept.has(parseEnd(from).node) && parseEnd(from).node !== id),
    layout: Object.fromEntries(Object.entries(document.layout).filter(([node]) => kept.has(node))),
  };
  const node = document.nodes[id];
  const [definition, pass] = [definitions[node?.type ?? ''], definitions[passType]];
  const parsed = definition?.settings.safeParse(node?.settings ?? {});
  const out = parsed?.success ? definition!.ports(parsed.data).out.find(({ name }) => name !== 'rejected') : undefined;
  if (!out || !pass) return { document: part, edge: undefined };
  // No id of the whole flow: what is counted at it is nobody else's.
  const taker = newNodeId(document, 'taker');
  const edge = { from: `${id}.${out.name}`, to: `${taker}.in` };
  const settings = { columns: [], keepOthers: true };
  return { document: { ...part, nodes: { ...part.nodes, [taker]: { type: passType, version: pass.version, settings } }, edges: [...part.edges, edge] }, edge: edgeId(edge) };
}

import type { NodeProgress } from '../../flows/engine/events.ts';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { edgeId, parseEnd, type FlowDocument, type FlowEdge } from '../../flows/model/document.ts';
import { flowOrder, indexEdges, type EdgeIndex } from '../../flows/model/flowGraph.ts';

type Counts = Pick<NodeProgress, 'in' | 'out' | 'written' | 'unchanged' | 'dropped' | 'rejected' | 'state' | 'share'>;

/** What an estimate needs to know of a flow, found once. */
export interface FlowShape {
  /** The nodes, each after those that feed it. */
  readonly order: readonly string[];
  readonly edges: EdgeIndex;
  readonly sinks: ReadonlySet<string>;
  /** Nodes that keep rows before they give any out. */
  readonly holding: ReadonlySet<string>;
}

export function shapeOf(document: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>): FlowShape {
  const those = (is: (definition: NodeDefinition) => boolean): ReadonlySet<string> =>
    new Set(Object.entries(document.nodes).flatMap(([id, { type }]) => (definitions[type] && is(definitions[type]) ? [id] : [])));
  return { order: flowOrder(document), edges: indexEdges(document), sinks: those(({ kind }) => kind === 'sink'), holding: those(({ traits }) => traits.holds === true) };
}

/** Sooner than this a guess jumps about. */
const leastElapsedMs = 2000;
const leastShare = 0.03;

/**
 * How much of a run is done, 0 to 1. A row is a piece of work for every node that takes it. How many rows come is known from how much the sources have
 * read; a node gives out of them as many as of those that it has had, and one that keeps rows, all. Undefined where a source does not know how much
 * there is, or nothing has begun.
 *
 * @param edges the rows that went over each edge
 */
export function shareDone(shape: FlowShape, nodes: Readonly<Record<string, Counts>>, edges: Readonly<Record<string, number>>): number | undefined {
  const expected = new Map<string, number>();
  let [done, total] = [0, 0];
  for (const id of shape.order) {
    const node = nodes[id];
    if (!node) continue;
    const into = shape.edges.into(id);
    const isSource = into.length === 0;
    if (isSource && node.state !== 'done' && !node.share) return undefined;
    const coming = isSource ? node.out / (node.state === 'done' ? 1 : node.share!) : into.reduce((sum, edge) => sum + (expected.get(edgeId(edge)) ?? 0), 0);
    const taken = isSource ? node.out : shape.sinks.has(id) ? node.written + node.unchanged + node.dropped + node.rejected : node.in;
    total += coming;
    done += Math.min(taken, coming);
    for (const edge of shape.edges.outOf(id)) expected.set(edgeId(edge), leaving(edge, edges[edgeId(edge)] ?? 0, node, taken, coming, shape.holding.has(id)));
  }
  return total === 0 ? undefined : done / total;
}

/** How many rows will have gone over an edge in the end. `rows`: so many have; the node has taken `taken` of `coming`. */
function leaving({ from }: FlowEdge, rows: number, node: Counts, taken: number, coming: number, isHolding: boolean): number {
  if (node.state === 'done') return rows;
  if (isHolding ? node.out === 0 || taken >= coming : taken === 0) return parseEnd(from).port === 'rejected' ? rows : Math.max(rows, coming);
  return (rows * coming) / taken;
}

/** How long a run has still to go in ms; undefined while that cannot be said. */
export function estimateLeft(elapsedMs: number, share: number | undefined): number | undefined {
  if (share === undefined || elapsedMs < leastElapsedMs || share < leastShare || share >= 1) return undefined;
  return (elapsedMs * (1 - share)) / share;
}

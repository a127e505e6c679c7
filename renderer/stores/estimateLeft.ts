import type { NodeProgress } from '../../flows/engine/events.ts';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { edgeId, parseEnd, type FlowDocument, type FlowEdge } from '../../flows/model/document.ts';
import type { NodeSpans } from './nodeSpans.ts';
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

/** What is known of a run while it goes on. */
export interface Progress {
  readonly elapsedMs: number;
  readonly nodes: Readonly<Record<string, Counts>>;
  /** The rows that went over each edge. */
  readonly edges: Readonly<Record<string, number>>;
  readonly spans: NodeSpans;
}

/**
 * How long a run has still to go in ms. How many rows come to a node is known from how much the sources have read: a node gives out as many of them as of
 * those that it has had, and one that keeps rows, all. Each node takes as long for the rest as it took for what it has had, and the slowest counts. What
 * waits behind a node that keeps rows takes as long again. Undefined while it cannot be said: too soon, a source does not know how much there is, or a node
 * has had no row yet that it could be judged by.
 */
export function estimateLeft(shape: FlowShape, { elapsedMs, nodes, edges, spans }: Progress): number | undefined {
  if (elapsedMs < leastElapsedMs) return undefined;
  const expected = new Map<string, number>();
  let leftMs = 0;
  let isKept = false;
  for (const id of shape.order) {
    const node = nodes[id];
    if (!node) continue;
    const into = shape.edges.into(id);
    const isSource = into.length === 0;
    if (isSource && node.state !== 'done' && !node.share) return undefined;
    const coming = isSource ? node.out / (node.state === 'done' ? 1 : node.share!) : into.reduce((sum, edge) => sum + (expected.get(edgeId(edge)) ?? 0), 0);
    const taken = isSource ? node.out : shape.sinks.has(id) ? node.written + node.unchanged + node.dropped + node.rejected : node.in;
    for (const edge of shape.edges.outOf(id)) expected.set(edgeId(edge), leaving(edge, edges[edgeId(edge)] ?? 0, node, taken, coming, shape.holding.has(id)));
    if (node.state === 'done' || coming === 0) continue;
    if (shape.holding.has(id) && node.out === 0) isKept = true;
    else if (node.state === 'waiting' && isKept) continue;
    const share = taken / coming;
    if (share < leastShare) return undefined;
    if (share < 1) leftMs = Math.max(leftMs, ((elapsedMs - (spans[id]?.from ?? 0)) * (1 - share)) / share);
  }
  if (isKept) return leftMs + (elapsedMs + leftMs);
  return leftMs > 0 ? leftMs : undefined;
}

/** The sources have given out all their rows: what still goes on is done with these. */
export function isAllRead({ order, edges }: FlowShape, nodes: Readonly<Record<string, Pick<NodeProgress, 'state'>>>): boolean {
  const sources = order.flatMap((id) => (edges.into(id).length === 0 && nodes[id] ? [nodes[id]] : []));
  return sources.length > 0 && sources.every(({ state }) => state === 'done');
}

/** How many rows will have gone over an edge in the end. `rows`: so many have; the node has taken `taken` of `coming`. */
function leaving({ from }: FlowEdge, rows: number, node: Counts, taken: number, coming: number, isHolding: boolean): number {
  if (node.state === 'done') return rows;
  if (isHolding ? node.out === 0 || taken >= coming : taken === 0) return parseEnd(from).port === 'rejected' ? rows : Math.max(rows, coming);
  return (rows * coming) / taken;
}

import type { Upstream } from '../kit/defineNode.ts';
import type { Schema } from '../kit/schema.ts';
import { parseEnd, type FlowDocument, type FlowEdge } from './document.ts';

/** The edges that end at a node, in document order. */
export function edgesInto(document: FlowDocument, node: string): FlowEdge[] {
  const end = `${node}.`;
  return document.edges.filter((edge) => edge.to.startsWith(end));
}

/** The edges that leave a node, in document order. */
export function edgesOutOf(document: FlowDocument, node: string): FlowEdge[] {
  const end = `${node}.`;
  return document.edges.filter((edge) => edge.from.startsWith(end));
}

/** A node and all that feed it. */
export function withFeeders({ edges }: FlowDocument, node: string): ReadonlySet<string> {
  const found = new Set([node]);
  for (const at of found) for (const { from, to } of edges) if (parseEnd(to).node === at) found.add(parseEnd(from).node);
  return found;
}

/** The edges of a flow by their ends, for those who ask of many nodes: found once. */
export interface EdgeIndex {
  /** The edges that end at a node, in document order. */
  into(node: string): readonly FlowEdge[];
  /** The edges that leave a node, in document order. */
  outOf(node: string): readonly FlowEdge[];
}

export function indexEdges({ edges }: FlowDocument): EdgeIndex {
  const into = Map.groupBy(edges, ({ to }) => parseEnd(to).node);
  const outOf = Map.groupBy(edges, ({ from }) => parseEnd(from).node);
  return { into: (node) => into.get(node) ?? [], outOf: (node) => outOf.get(node) ?? [] };
}

/**
 * Every node once, each after all that feed it; among those that are free the one with the smallest id comes first, so the order
 * does not depend on how the document was written. Nodes on a cycle, and what they feed, come last, by id.
 * Edges whose ends are not in the document do not count.
 */
export function flowOrder(document: FlowDocument): string[] {
  const { waitsFor, feeds } = links(document);
  const free = [...waitsFor].filter(([, count]) => count === 0).map(([id]) => id).sort();
  const order: string[] = [];
  while (free.length > 0) {
    const id = free.shift()!;
    order.push(id);
    const next: string[] = [];
    for (const fed of feeds.get(id)!) {
      const left = waitsFor.get(fed)! - 1;
      waitsFor.set(fed, left);
      if (left === 0) next.push(fed);
    }
    if (next.length === 0) continue;
    free.push(...next);
    free.sort();
  }
  if (order.length === waitsFor.size) return order;
  const placed = new Set(order);
  return [...order, ...[...waitsFor.keys()].filter((id) => !placed.has(id)).sort()];
}

/** The cycles of a flow, each as the ids along it, smallest first; every node is in one of them at most. */
export function flowCycles(document: FlowDocument): string[][] {
  const { feeds } = links(document);
  const done = new Set<string>();
  const cycles: string[][] = [];
  const walk = (id: string, path: string[]): void => {
    const back = path.indexOf(id);
    if (back >= 0) {
      cycles.push(turnToSmallest(path.slice(back)));
      return;
    }
    if (done.has(id)) return;
    path.push(id);
    for (const fed of feeds.get(id)!) walk(fed, path);
    path.pop();
    done.add(id);
  };
  for (const id of [...feeds.keys()].sort()) walk(id, []);
  return cycles;
}

/** The columns that arrive at each of the in-ports named, given the schemas of out ports ("node.port") found so far. */
export function upstreamSchemas({ edges }: { readonly edges: readonly FlowEdge[] }, node: string, ports: readonly string[], schemas: ReadonlyMap<string, Schema | undefined>): Upstream {
  return ports.map((port) => {
    const end = `${node}.${port}`;
    const edge = edges.find(({ to }) => to === end);
    return edge && schemas.get(edge.from);
  });
}

function links(document: FlowDocument): { waitsFor: Map<string, number>; feeds: Map<string, Set<string>> } {
  const ids = Object.keys(document.nodes);
  const waitsFor = new Map(ids.map((id) => [id, 0]));
  const feeds = new Map(ids.map((id) => [id, new Set<string>()]));
  for (const edge of document.edges) {
    const from = parseEnd(edge.from).node;
    const to = parseEnd(edge.to).node;
    const fed = feeds.get(from);
    if (!fed || !waitsFor.has(to) || fed.has(to)) continue;
    fed.add(to);
    waitsFor.set(to, waitsFor.get(to)! + 1);
  }
  return { waitsFor, feeds };
}

function turnToSmallest(cycle: string[]): string[] {
  const start = cycle.indexOf([...cycle].sort()[0]!);
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}

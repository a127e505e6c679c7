import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { edgeId, parseEnd, type FlowDocument, type FlowEdge, type FlowNode, type Position } from '../../flows/model/document.ts';
import type { Edit } from '../../flows/model/edits.ts';
import { indexEdges } from '../../flows/model/flowGraph.ts';
import { describeNode } from './describeNode.ts';
import { columnGap, nodeHeight, nodeWidth, placeNodes } from './placeNodes.ts';

/** Whether rows can go through a node: it has a port in and a port out besides the rejected one. */
export function goesThrough(node: FlowNode, definition: NodeDefinition | undefined): boolean {
  return throughPorts(node, definition) !== undefined;
}

function throughPorts(node: FlowNode, definition: NodeDefinition | undefined): { into: string; out: string } | undefined {
  if (!definition) return undefined;
  const { ins, outs } = describeNode(node, definition);
  const out = outs.find(({ name }) => name !== 'rejected');
  return ins[0] && out && { into: ins[0].name, out: out.name };
}

interface Splice {
  readonly id: string;
  readonly node: FlowNode;
  readonly definition: NodeDefinition | undefined;
  /** Where the node's corner would be; halfway between its new neighbours when missing. */
  readonly at?: Position | undefined;
}

/**
 * The edits that put a node on an edge: what left by the edge goes through the node. What stands in its way, and all that follows, moves right.
 * Undefined when rows cannot go through the node. The node itself is not added: `document` may have it or not.
 */
export function spliceEdits(document: FlowDocument, edge: FlowEdge, { id, node, definition, at }: Splice): { edits: Edit[]; position: Position } | undefined {
  const ports = throughPorts(node, definition);
  const index = document.edges.findIndex((one) => edgeId(one) === edgeId(edge));
  const [from, to] = [parseEnd(edge.from), parseEnd(edge.to)];
  if (!ports || index < 0 || from.node === id || to.node === id) return undefined;
  const places = placeNodes(document);
  const [before, after] = [places[from.node]!, places[to.node]!];
  const isLine = from.port !== 'rejected';
  const wanted = at ?? { x: before.x + nodeWidth + columnGap, y: isLine ? before.y : after.y };
  const position = {
    x: Math.round(isLine ? Math.max(wanted.x, before.x + nodeWidth + columnGap) : wanted.x),
    // Near enough to the line of its neighbours means on it.
    y: Math.round(isLine && Math.abs(wanted.y - before.y) < nodeHeight ? before.y : wanted.y),
  };
  const missing = position.x + nodeWidth + columnGap - after.x;
  const moved = missing > 0 && Math.abs(position.y - after.y) < nodeHeight ? followers(document, to.node) : [];
  const others = moved.filter((one) => one !== id && places[one]);
  const positions = Object.fromEntries(others.map((one) => [one, { x: places[one]!.x + missing, y: places[one]!.y }]));
  const edits: Edit[] = [
    { edit: 'removeEdge', edge },
    { edit: 'addEdge', edge: { from: edge.from, to: `${id}.${ports.into}` }, index },
    { edit: 'addEdge', edge: { from: `${id}.${ports.out}`, to: edge.to }, index: index + 1 },
    ...(Object.keys(positions).length > 0 ? [{ edit: 'moveNodes' as const, positions }] : []),
  ];
  return { edits, position };
}

/** A node and all that its rows reach. */
function followers(document: FlowDocument, start: string): string[] {
  const found = new Set([start]);
  const edges = indexEdges(document);
  for (const id of found) for (const { to } of edges.outOf(id)) found.add(parseEnd(to).node);
  return [...found];
}

/** The edits that take a node out of its line and join its neighbours; the node stays, and so does what takes its rejected rows. */
export function unspliceEdits(document: FlowDocument, id: string): Edit[] {
  const into = document.edges.filter(({ to }) => parseEnd(to).node === id);
  const out = document.edges.filter(({ from }) => parseEnd(from).node === id && parseEnd(from).port !== 'rejected');
  const feeder = into[0]?.from;
  const joined = feeder === undefined ? [] : out.map(({ to }) => ({ from: feeder, to }));
  return [
    ...[...into, ...out].map((edge): Edit => ({ edit: 'removeEdge', edge })),
    ...joined.map((edge): Edit => ({ edit: 'addEdge', edge })),
  ];
}

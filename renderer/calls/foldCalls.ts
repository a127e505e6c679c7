import type { NodeProgress, NodeState } from '../../flows/engine/events.ts';
import { outerNode } from '../../flows/model/checkCalls.ts';
import { innerMark } from '../../flows/model/inlineCalls.ts';
import { shownEnd } from '../../flows/model/runPlaces.ts';

type Nodes = Readonly<Record<string, NodeProgress>>;
type Edges = Readonly<Record<string, number>>;

const between = ' → ';
const summed = ['written', 'unchanged', 'dropped', 'rejected', 'apiCalls', 'retries'] as const;

/** The counts of edges as the canvas shows them; edges inside called flows keep the names they have in the run. */
export function shownEdges(edges: Edges): Edges {
  return Object.fromEntries(Object.entries(edges).map(([edge, count]) => [edge.includes(innerMark) ? shownEdge(edge) : edge, count]));
}

function shownEdge(edge: string): string {
  const [from = '', to = ''] = edge.split(between);
  if (outerNode(from) === outerNode(to)) return edge;
  const [start, end] = [shownEnd(from, 'out'), shownEnd(to, 'in')];
  return start === undefined || end === undefined ? edge : `${start}${between}${end}`;
}

/**
 * The counts of nodes with one more for each call, in which something changed: what went into it and came out of it, and what its nodes
 * wrote, dropped and rejected together.
 *
 * @param edges as the canvas shows them
 */
export function withCalls(nodes: Nodes, changed: Nodes, edges: Edges): Nodes {
  const calls = new Set(Object.keys(changed).filter((id) => id.includes(innerMark)).map(outerNode));
  if (calls.size === 0) return nodes;
  return { ...nodes, ...Object.fromEntries([...calls].map((call) => [call, callProgress(call, nodes, edges)])) };
}

function callProgress(call: string, nodes: Nodes, edges: Edges): NodeProgress {
  const inner = Object.entries(nodes).flatMap(([id, progress]) => (id.startsWith(`${call}${innerMark}`) ? [progress] : []));
  const through = (side: 0 | 1): number => Object.entries(edges).reduce((sum, [edge, count]) => (edge.split(between)[side]!.startsWith(`${call}.`) ? sum + count : sum), 0);
  const sums = Object.fromEntries(summed.map((counter) => [counter, inner.reduce((sum, progress) => sum + progress[counter], 0)])) as Pick<NodeProgress, (typeof summed)[number]>;
  return { ...sums, in: through(1), out: through(0), state: stateOf(inner.map(({ state }) => state)) };
}

function stateOf(states: readonly NodeState[]): NodeState {
  if (states.includes('failed')) return 'failed';
  if (states.every((state) => state === 'done')) return 'done';
  return states.every((state) => state === 'waiting') ? 'waiting' : 'running';
}

/** Why rows were dropped, by node, with what the nodes of a call dropped together at the call. */
export function dropsWithCalls(drops: Readonly<Record<string, Readonly<Record<string, number>>>>): typeof drops {
  const all: Record<string, Record<string, number>> = { ...drops };
  for (const [node, reasons] of Object.entries(drops)) {
    const call = outerNode(node);
    if (call === node) continue;
    const known: Record<string, number> = { ...all[call] };
    for (const [reason, count] of Object.entries(reasons)) known[reason] = (known[reason] ?? 0) + count;
    all[call] = known;
  }
  return all;
}

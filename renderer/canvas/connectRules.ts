import { edgeId, parseEnd, type FlowDocument, type FlowEdge } from '../../flows/model/document.ts';
import { words } from '../words/words.ts';

/** Why two ports cannot be joined, in words; undefined when they can. An in-port takes one edge, and rows never go in a circle. */
export function whyNotConnect(document: FlowDocument, edge: FlowEdge): string | undefined {
  const from = parseEnd(edge.from).node;
  const to = parseEnd(edge.to).node;
  if (from === to || reaches(document, to, from)) return words.canvas.cycle;
  if (document.edges.some((other) => other.to === edge.to || edgeId(other) === edgeId(edge))) return words.canvas.occupied;
  return undefined;
}

function reaches(document: FlowDocument, start: string, goal: string): boolean {
  const seen = new Set<string>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === goal) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    for (const edge of document.edges) if (parseEnd(edge.from).node === node) open.push(parseEnd(edge.to).node);
  }
  return false;
}

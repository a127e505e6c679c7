import { callType } from './callInterface.ts';
import { parseEnd, type FlowDocument } from './document.ts';
import { innerMark } from './inlineCalls.ts';

/**
 * Where an end of an edge lies in a run. In a run the nodes of a called flow stand in the place of the call: port `good` of the call `clean`
 * is the out port of `clean/good`. All other ends are the same.
 */
export function runEnd(document: FlowDocument, end: string, way: 'in' | 'out'): string {
  const { node, port } = parseEnd(end);
  const isCall = Object.hasOwn(document.nodes, node) && document.nodes[node]!.type === callType;
  return isCall ? `${node}${innerMark}${port}.${way}` : end;
}

/** The id in a run of an edge of the flow: an edge at a call ends at a node of the called flow there. */
export function runEdge(document: FlowDocument, edge: string): string {
  const [from = '', to] = edge.split(' → ');
  return to === undefined ? edge : `${runEnd(document, from, 'out')} → ${runEnd(document, to, 'in')}`;
}

/** The way back: `clean/good.out` is `clean.good`. Undefined for an end inside a called flow, which the flow itself does not show. */
export function shownEnd(end: string, way: 'in' | 'out'): string | undefined {
  const [call, port, ...deeper] = end.split(innerMark);
  if (port === undefined) return end;
  return deeper.length === 0 && port.endsWith(`.${way}`) ? `${call}.${port.slice(0, -way.length - 1)}` : undefined;
}

import type { Edge } from '@xyflow/react';
import { edgeId, parseEnd, type FlowDocument, type FlowEdge } from '../../flows/model/document.ts';
import { words } from '../words/words.ts';

interface EdgeData extends Record<string, unknown> {
  readonly edge: FlowEdge;
  readonly isRejected: boolean;
}

export type EdgeView = Edge<EdgeData, 'rows'>;

/** The edges as React Flow draws them; like viewNodes, a view stays the same object while its edge and selection do. `standIns`: what is drawn in place of a node. */
export function viewEdges(previous: readonly EdgeView[], document: FlowDocument, selected: string | undefined, standIns: ReadonlyMap<string, string> = new Map()): EdgeView[] {
  const before = new Map(previous.map((view) => [view.id, view]));
  const views = document.edges
    .filter((edge) => document.nodes[parseEnd(edge.from).node] && document.nodes[parseEnd(edge.to).node])
    .map((edge) => viewEdge(before.get(edgeId(edge)), edge, edgeId(edge) === selected, standIns));
  const isSame = views.length === previous.length && views.every((view, index) => view === previous[index]);
  return isSame ? (previous as EdgeView[]) : views;
}

function viewEdge(view: EdgeView | undefined, edge: FlowEdge, selected: boolean, standIns: ReadonlyMap<string, string>): EdgeView {
  const from = parseEnd(edge.from);
  const to = parseEnd(edge.to);
  const [source, target] = [standIns.get(from.node) ?? from.node, standIns.get(to.node) ?? to.node];
  if (view?.source === source && view.target === target) return view.selected === selected ? view : { ...view, selected };
  return {
    id: edgeId(edge),
    type: 'rows',
    source,
    sourceHandle: source === from.node ? from.port : 'out',
    target,
    targetHandle: target === to.node ? to.port : 'in',
    // Inside a collapsed group.
    hidden: source === target,
    data: { edge, isRejected: from.port === 'rejected' },
    selected,
    ariaLabel: words.canvas.edge(edge.from, edge.to),
  };
}

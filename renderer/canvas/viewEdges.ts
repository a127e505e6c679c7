import type { Edge } from '@xyflow/react';
import { edgeId, parseEnd, type FlowDocument, type FlowEdge } from '../../flows/model/document.ts';
import { words } from '../app/words.ts';

interface EdgeData extends Record<string, unknown> {
  readonly edge: FlowEdge;
  readonly isRejected: boolean;
}

export type EdgeView = Edge<EdgeData, 'rows'>;

/** The edges as React Flow draws them; like viewNodes, a view stays the same object while its edge and selection do. */
export function viewEdges(previous: readonly EdgeView[], document: FlowDocument, selected: string | undefined): EdgeView[] {
  const before = new Map(previous.map((view) => [view.id, view]));
  const views = document.edges
    .filter((edge) => document.nodes[parseEnd(edge.from).node] && document.nodes[parseEnd(edge.to).node])
    .map((edge) => viewEdge(before.get(edgeId(edge)), edge, edgeId(edge) === selected));
  const isSame = views.length === previous.length && views.every((view, index) => view === previous[index]);
  return isSame ? (previous as EdgeView[]) : views;
}

function viewEdge(view: EdgeView | undefined, edge: FlowEdge, selected: boolean): EdgeView {
  if (view) return view.selected === selected ? view : { ...view, selected };
  const from = parseEnd(edge.from);
  const to = parseEnd(edge.to);
  return {
    id: edgeId(edge),
    type: 'rows',
    source: from.node,
    sourceHandle: from.port,
    target: to.node,
    targetHandle: to.port,
    data: { edge, isRejected: from.port === 'rejected' },
    selected,
    ariaLabel: words.canvas.edge(edge.from, edge.to),
  };
}

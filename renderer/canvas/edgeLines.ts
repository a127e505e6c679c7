import { Position, type Node } from '@xyflow/react';
import type { CanvasView } from '../annotations/viewCanvas.ts';
import { edgePath } from './edgePath.ts';
import type { EdgeView } from './viewEdges.ts';

interface EdgeLine {
  readonly edge: EdgeView;
  /** SVG path data, in places of the canvas. */
  readonly path: string;
}

/** The lines of the edges, worked out from where the cards stand, for when React Flow does not draw them one by one. */
export function edgeLines(nodes: readonly CanvasView[], edges: readonly EdgeView[]): readonly EdgeLine[] {
  const places = new Map<string, Node>(nodes.map((view) => [view.id, view]));
  return edges.flatMap((edge) => {
    const from = places.get(edge.source);
    const to = places.get(edge.target);
    if (!from || !to || edge.hidden) return [];
    const [source, target] = [endAt(from, edge.sourceHandle, Position.Right), endAt(to, edge.targetHandle, Position.Left)];
    const { path } = edgePath({ sourceX: source.x, sourceY: source.y, sourcePosition: source.side, targetX: target.x, targetY: target.y, targetPosition: target.side });
    return [{ edge, path }];
  });
}

/** Where an edge ends at a card: at its port; at what stands for several cards, in the middle of the side. */
function endAt({ position, handles, width = 0, height = 0 }: Node, port: string | null | undefined, side: Position): { x: number; y: number; side: Position } {
  const handle = handles?.find(({ id }) => id === port);
  if (!handle) return { x: position.x + (side === Position.Right ? width : 0), y: position.y + height / 2, side };
  return { x: position.x + handle.x + (handle.width ?? 0) / 2, y: position.y + handle.y + (handle.height ?? 0) / 2, side: handle.position };
}

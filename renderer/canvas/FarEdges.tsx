import { getBezierPath, Position, ViewportPortal, type Node } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { CanvasView } from '../annotations/viewCanvas.ts';
import styles from './FarEdges.module.css';
import type { EdgeView } from './viewEdges.ts';

interface Props {
  readonly nodes: readonly CanvasView[];
  readonly edges: readonly EdgeView[];
}

/** All edges in three lines, for when the canvas shows so much that none could be pointed at: drawn one by one, a thousand would make it slow. */
export const FarEdges = memo(function FarEdges({ nodes, edges }: Props) {
  const lines = useMemo(() => {
    const places = new Map<string, Node>(nodes.map((view) => [view.id, view]));
    const drawn = { plain: '', rejected: '', selected: '' };
    for (const edge of edges) {
      const from = places.get(edge.source);
      const to = places.get(edge.target);
      if (!from || !to || edge.hidden) continue;
      const [source, target] = [endAt(from, edge.sourceHandle, Position.Right), endAt(to, edge.targetHandle, Position.Left)];
      const [path] = getBezierPath({ sourceX: source.x, sourceY: source.y, sourcePosition: source.side, targetX: target.x, targetY: target.y, targetPosition: target.side, curvature: 0.35 });
      drawn[edge.selected ? 'selected' : edge.data?.isRejected ? 'rejected' : 'plain'] += path;
    }
    return drawn;
  }, [nodes, edges]);
  return (
    <ViewportPortal>
      <svg className={styles['edges']} aria-hidden="true" data-testid="far-edges">
        <path d={lines.plain} />
        <path d={lines.rejected} data-rejected />
        <path d={lines.selected} data-selected />
      </svg>
    </ViewportPortal>
  );
});

/** Where an edge ends at a card: at its port; at what stands for several cards, in the middle of the side. */
function endAt({ position, handles, width = 0, height = 0 }: Node, port: string | null | undefined, side: Position): { x: number; y: number; side: Position } {
  const handle = handles?.find(({ id }) => id === port);
  if (!handle) return { x: position.x + (side === Position.Right ? width : 0), y: position.y + height / 2, side };
  return { x: position.x + handle.x + (handle.width ?? 0) / 2, y: position.y + handle.y + (handle.height ?? 0) / 2, side: handle.position };
}

import { getBezierPath, getSmoothStepPath, Position, type GetBezierPathParams } from '@xyflow/react';

const corner = 16;

/**
 * The line of an edge as SVG path data, and its middle, in places of the canvas: a curve to what lies ahead; to what lies behind, as in a flow of several
 * rows, around the corners, since a curve would run under both of its cards.
 */
export function edgePath(ends: GetBezierPathParams): { readonly path: string; readonly x: number; readonly y: number } {
  const isBehind = ends.sourcePosition === Position.Right && ends.targetPosition === Position.Left && ends.targetX < ends.sourceX;
  const [path, x, y] = isBehind ? getSmoothStepPath({ ...ends, borderRadius: corner }) : getBezierPath({ ...ends, curvature: 0.35 });
  return { path, x, y };
}

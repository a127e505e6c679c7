import type { Position } from '../../flows/model/document.ts';
import type { edgeLines } from './edgeLines.ts';

/** The id of the edge whose line is nearest to a place of the canvas, at most `within` away; undefined when there is none. For edges that are not drawn one by one. */
export function edgeNear(lines: ReturnType<typeof edgeLines>, { x, y }: Position, within: number): string | undefined {
  const canvas = document.createElement('canvas').getContext('2d')!;
  const paths = lines.map(({ edge, path }) => ({ id: edge.id, path: new Path2D(path) }));
  for (const part of [1 / 4, 1 / 2, 1]) {
    canvas.lineWidth = 2 * within * part;
    const near = paths.find(({ path }) => canvas.isPointInStroke(path, x, y));
    if (near) return near.id;
  }
  return undefined;
}

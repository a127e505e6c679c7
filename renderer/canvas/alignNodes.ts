import type { Position } from '../../flows/model/document.ts';
import type { NodeSize } from './arrangeNodes.ts';

export const alignments = ['left', 'center', 'right', 'top', 'middle', 'bottom', 'across', 'down'] as const;
/** The first six put an edge or the middle of all in one line; `across` and `down` make the gaps between them equal. */
export type Alignment = (typeof alignments)[number];

interface NodeBox extends Position, NodeSize {
  readonly id: string;
}

/** Where nodes stand once they are aligned; only those that move. */
export function alignNodes(boxes: readonly NodeBox[], how: Alignment): Record<string, Position> {
  const isAcross = how === 'left' || how === 'center' || how === 'right' || how === 'across';
  const [axis, extent] = isAcross ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const low = Math.min(...boxes.map((box) => box[axis]));
  const high = Math.max(...boxes.map((box) => box[axis] + box[extent]));
  const share = { left: 0, top: 0, center: 0.5, middle: 0.5, right: 1, bottom: 1 }[how as Exclude<Alignment, 'across' | 'down'>];
  const moved: Record<string, Position> = {};
  const place = (box: NodeBox, to: number): void => {
    const value = Math.round(to);
    if (value !== box[axis]) moved[box.id] = { x: box.x, y: box.y, [axis]: value };
  };
  if (how === 'across' || how === 'down') {
    const inOrder = boxes.toSorted((a, b) => a[axis] - b[axis]);
    const gap = (high - low - boxes.reduce((sum, box) => sum + box[extent], 0)) / (boxes.length - 1);
    let next = low;
    for (const box of inOrder) {
      place(box, next);
      next += box[extent] + gap;
    }
  } else for (const box of boxes) place(box, low + (high - low - box[extent]) * share);
  return moved;
}

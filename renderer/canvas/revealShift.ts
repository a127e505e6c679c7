/** In px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How far to move what is seen, in px, so that a box lies in the frame; nothing where it does, undefined where it is larger than the frame. */
export function revealShift(box: Box, frame: Box): { x: number; y: number } | undefined {
  if (box.right - box.left > frame.right - frame.left || box.bottom - box.top > frame.bottom - frame.top) return undefined;
  return { x: shift(box.left, box.right, frame.left, frame.right), y: shift(box.top, box.bottom, frame.top, frame.bottom) };
}

function shift(from: number, to: number, least: number, most: number): number {
  if (from < least) return least - from;
  return to > most ? most - to : 0;
}

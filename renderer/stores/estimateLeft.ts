import type { NodeProgress } from '../../flows/engine/events.ts';

/** Sooner than this a guess jumps about. */
const leastElapsedMs = 2000;
const leastShare = 0.03;

/** All rows that nodes have taken in: how much of a run is done. */
export function rowsDone(nodes: Readonly<Record<string, Pick<NodeProgress, 'in'>>>): number {
  return Object.values(nodes).reduce((sum, node) => sum + node.in, 0);
}

/** How long a run has still to go in ms, when `expected` rows are to be done in all; undefined while that cannot be said. */
export function estimateLeft(elapsedMs: number, done: number, expected: number): number | undefined {
  const share = expected > 0 ? done / expected : 0;
  if (elapsedMs < leastElapsedMs || share < leastShare || share >= 1) return undefined;
  return (elapsedMs * (1 - share)) / share;
}

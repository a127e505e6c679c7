import type { NodeProgress } from '../../flows/engine/events.ts';

type Counts = Readonly<Record<string, Pick<NodeProgress, 'in' | 'out' | 'state' | 'share'>>>;

/** Sooner than this a guess jumps about. */
const leastElapsedMs = 2000;
const leastShare = 0.03;

/** All rows that nodes have taken in: how much of a run is done. */
export function rowsDone(nodes: Readonly<Record<string, Pick<NodeProgress, 'in'>>>): number {
  return Object.values(nodes).reduce((sum, node) => sum + node.in, 0);
}

/**
 * How much of a run is done, 0 to 1: by the rows of the run before it, where `expected` says how many they were, else by what its sources have
 * read of their files and queries. The slowest source counts. Undefined where one of them does not know how much there is.
 */
export function shareDone(nodes: Counts, expected: number): number | undefined {
  if (expected > 0) return rowsDone(nodes) / expected;
  const sources = Object.values(nodes).filter((node) => node.share !== undefined || (node.in === 0 && node.out > 0 && node.state !== 'done'));
  if (sources.length === 0 || sources.some(({ share }) => share === undefined)) return undefined;
  return Math.min(...sources.map(({ share, state }) => (state === 'done' ? 1 : share!)));
}

/** How long a run has still to go in ms; undefined while that cannot be said. */
export function estimateLeft(elapsedMs: number, share: number | undefined): number | undefined {
  if (share === undefined || elapsedMs < leastElapsedMs || share < leastShare || share >= 1) return undefined;
  return (elapsedMs * (1 - share)) / share;
}

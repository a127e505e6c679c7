import type { NodeProgress } from '../../flows/engine/events.ts';

const counters = ['in', 'out', 'written', 'unchanged', 'dropped', 'rejected'] as const;
type Counter = (typeof counters)[number];

export interface ComparedNode {
  readonly node: string;
  /** What either run counted, in the order people read it. */
  readonly counts: readonly { readonly counter: Counter; readonly first: number; readonly second: number }[];
  readonly differs: boolean;
}

/** The counts of two runs, node by node; nodes that only one of them had count 0 in the other. Counters that are 0 in both are left out. */
export function compareCounts(first: Readonly<Record<string, NodeProgress>>, second: Readonly<Record<string, NodeProgress>>): ComparedNode[] {
  const nodes = [...new Set([...Object.keys(second), ...Object.keys(first)])];
  return nodes.map((node) => {
    const counts = counters
      .map((counter) => ({ counter, first: first[node]?.[counter] ?? 0, second: second[node]?.[counter] ?? 0 }))
      .filter((count) => count.first !== 0 || count.second !== 0);
    return { node, counts, differs: counts.some((count) => count.first !== count.second) };
  });
}

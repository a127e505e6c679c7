import type { NodeProgress, NodeState } from '../engine/events.ts';
import type { Paint } from './terminal.ts';
import { evenColumns, grouped } from './words.ts';

/** A node of the table: what the person calls it, and whether anything comes into it. */
export interface ProgressNode {
  readonly id: string;
  readonly title: string;
  readonly isSource: boolean;
}

const signs: Readonly<Record<NodeState, string>> = { waiting: '·', running: '●', done: '✓', failed: '✗' };
const counters = [['In', 'in'], ['Out', 'out'], ['Written', 'written'], ['Unchanged', 'unchanged'], ['Dropped', 'dropped'], ['Rejected', 'rejected']] as const;

/**
 * The table of a run: a line of titles and a line per node with its state and counts. Counters that are zero everywhere are left out,
 * and a zero is a blank, so that what happened stands out.
 */
export function progressTable(nodes: readonly ProgressNode[], progress: Readonly<Record<string, NodeProgress>>, paint: Paint): string[] {
  const shown = counters.filter(([, key]) => key === 'out' || nodes.some(({ id }) => (progress[id]?.[key] ?? 0) > 0));
  const rows = nodes.map(({ id, title, isSource }) => {
    const counts = progress[id];
    const cells = shown.map(([, key]) => (counts === undefined || counts[key] === 0 || (key === 'in' && isSource) ? '' : grouped(counts[key])));
    return [`${signs[counts?.state ?? 'waiting']} ${title}`, ...cells];
  });
  const [head, ...lines] = evenColumns([['', ...shown.map(([title]) => title)], ...rows]);
  const painted = lines.map((line, index) => {
    const state = progress[nodes[index]!.id]?.state ?? 'waiting';
    const style = state === 'done' ? 'green' : state === 'failed' ? 'red' : state === 'running' ? 'yellow' : 'dim';
    return paint(style, line.slice(0, 1)) + line.slice(1);
  });
  return [paint('dim', head!), ...painted];
}

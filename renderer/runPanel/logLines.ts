import { isPlanned, type RunStoreState } from '../stores/runStore.ts';
import { shownState } from '../stores/shownState.ts';
import { formatCount } from '../words/format.ts';
import { words } from '../words/words.ts';

export type LogLine = RunStoreState['log'][number];

const told = ['out', 'written', 'unchanged', 'dropped', 'rejected'] as const;

/** What a run did, in order: when each node began and what it had done at its end, and what the nodes said meanwhile. */
export function logLines(run: RunStoreState): readonly LogLine[] {
  const lines = Object.entries(run.spans).flatMap(([node, { from, to }]): LogLine[] => {
    const state = shownState(run, node);
    const began: LogLine = { elapsedMs: from, level: 'info', node, message: words.panel.began };
    if (to === undefined || state === undefined) return [began];
    return [began, { elapsedMs: to, level: state === 'failed' ? 'error' : 'info', node, message: [words.states[state], ...countsOf(run, node)].join(', ') }];
  });
  // What was said at the end of a node, such as its error, stands behind the end.
  return [...lines, ...run.log].toSorted((a, b) => a.elapsedMs - b.elapsedMs);
}

function countsOf(run: RunStoreState, node: string): string[] {
  const progress = run.nodes[node];
  return told.flatMap((counter) => (progress && progress[counter] > 0 ? [`${formatCount(progress[counter])} ${isPlanned(run) && counter === 'written' ? words.trust.plan.toWrite : words.counts[counter]}`] : []));
}

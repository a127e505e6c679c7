import { Check, CircleAlert, Clock, LoaderCircle, Minus, TriangleAlert } from 'lucide-react';
import { Tooltip } from '@mantine/core';
import { useFlow, useRun } from '../app/workbench.ts';
import { shownState } from '../stores/shownState.ts';
import { words } from '../words/words.ts';
import styles from './NodeCard.module.css';

const icons = {
  running: <LoaderCircle size={16} className={styles['spin']} />,
  done: <Check size={16} />,
  failed: <CircleAlert size={16} />,
  stopped: <Minus size={16} />,
};

/** The state of the node in the run on show, as a sign with its word; that its results are older than the flow, once it is edited. */
export function NodeState({ node }: { readonly node: string }) {
  const state = useRun((run) => shownState(run, node));
  const isStale = useRun((run) => run.stale.has(node));
  if (state === undefined || state === 'waiting') return null;
  if (isStale && state !== 'running') {
    return (
      <Tooltip label={words.states.staleHint}>
        <span className={styles['state']} data-state="stale" role="img" aria-label={words.states.stale}>
          <Clock size={16} />
        </span>
      </Tooltip>
    );
  }
  return (
    <span className={styles['state']} data-state={state} role="img" aria-label={words.states[state]}>
      {icons[state]}
    </span>
  );
}

/** How many problems the check found at the node, and the first of them. */
export function ProblemBadge({ node }: { readonly node: string }) {
  const problems = useFlow((state) => state.findings.byNode.get(node));
  if (!problems) return null;
  const hasErrors = problems.some((problem) => problem.severity === 'error');
  const text = problems.map((problem) => problem.message).join('\n');
  return (
    <Tooltip label={text} multiline maw={320} style={{ whiteSpace: 'pre-line' }}>
      <span className={styles['badge']} data-severity={hasErrors ? 'error' : 'warning'} role="img" aria-label={text}>
        <TriangleAlert size={12} />
        {problems.length > 1 ? problems.length : null}
      </span>
    </Tooltip>
  );
}

/** A thin bar: how much a source has read; where that is not known it moves while the node works. */
export function ProgressSliver({ node }: { readonly node: string }) {
  const isRunning = useRun((run) => shownState(run, node) === 'running');
  const share = useRun((run) => run.nodes[node]?.share);
  if (!isRunning) return null;
  return (
    <span className={styles['sliver']} data-known={share !== undefined} aria-hidden="true">
      <span style={share === undefined ? undefined : { width: `${share * 100}%` }} />
    </span>
  );
}

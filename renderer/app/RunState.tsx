import { useMemo } from 'react';
import { useFlow, useRun, useWorkbench } from './workbench.ts';
import { formatAbout, formatElapsed } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './TopBar.module.css';
import { estimateLeft, isAllRead, shapeOf, type FlowShape } from '../stores/estimateLeft.ts';
import { isPlan } from '../stores/runKind.ts';
import type { RunStoreState } from '../stores/runStore.ts';

/** What the run is doing, in words. The clock is not read out; the state is, when it changes. */
export function RunState() {
  const { definitions } = useWorkbench();
  const document = useFlow((state) => state.document);
  const shape = useMemo(() => shapeOf(document, definitions), [document, definitions]);
  const text = useRun((state) => sentence(state, shape));
  const phase = useRun((state) => state.phase);
  return (
    <>
      <span className={styles['state']} data-phase={phase} data-testid="run-state" aria-hidden="true">
        {text}
      </span>
      <output className="visuallyHidden">{phase === 'running' ? words.run.starting : text}</output>
    </>
  );
}

function sentence({ phase, elapsedMs, run, kinds, nodes, edges, spans }: RunStoreState, shape: FlowShape): string {
  const kind = kinds[run ?? ''];
  const leftMs = phase === 'running' ? estimateLeft(shape, { elapsedMs, nodes, edges, spans }) : undefined;
  // Where rows are sorted, kept or written there is much to do after that.
  const read = phase === 'running' && isAllRead(shape, nodes) ? words.run.allRead : '';
  const left = read + (leftMs === undefined ? '' : words.run.left(formatAbout(leftMs)));
  if (kind && isPlan(kind) && phase === 'running') return words.trust.plan.running(formatElapsed(elapsedMs)) + left;
  if (kind && isPlan(kind) && phase === 'succeeded') return words.trust.plan.done(formatElapsed(elapsedMs));
  if (phase === 'running') return words.run.running(formatElapsed(elapsedMs)) + left;
  if (phase === 'succeeded') return words.run.succeeded(formatElapsed(elapsedMs));
  return words.run[phase];
}

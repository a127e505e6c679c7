import type { NodeKind } from '../../flows/kit/defineNode.ts';
import { useRun, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { isPlanned } from '../stores/runStore.ts';
import { Count, type Counter } from './Count.tsx';
import styles from './NodeCard.module.css';

interface Props {
  readonly node: string;
  readonly kind: NodeKind;
}

/** What the node has done in the run on show; before any run, its kind in words. */
export function NodeCounts({ node, kind }: Props) {
  const hasRun = useRun((state) => state.nodes[node] !== undefined);
  if (!hasRun) return <span className={styles['kind']}>{words.kinds[kind]}</span>;
  return (
    <>
      <CountIfAny node={node} counter="unchanged" />
      <CountIfAny node={node} counter="dropped" />
      {kind === 'transform' ? (
        <span title={words.counts.inToOut}>
          <Count node={node} counter="in" /> → <Count node={node} counter="out" />
        </span>
      ) : kind === 'source' ? (
        <Named node={node} counter="out" />
      ) : (
        <span>
          <Count node={node} counter="in" /> → <Named node={node} counter="written" />
        </span>
      )}
    </>
  );
}

function Named({ node, counter }: { readonly node: string; readonly counter: Counter }) {
  const isOfPlan = useRun(isPlanned);
  return (
    <span>
      <Count node={node} counter={counter} /> {isOfPlan && counter === 'written' ? words.trust.plan.toWrite : words.counts[counter]}
    </span>
  );
}

function CountIfAny({ node, counter }: { readonly node: string; readonly counter: 'dropped' | 'unchanged' }) {
  const hasAny = useRun((state) => (state.nodes[node]?.[counter] ?? 0) > 0);
  return hasAny ? <Named node={node} counter={counter} /> : null;
}

/** The rows that left by the rejected port; before any run, the port's name. */
export function RejectedCount({ node }: { readonly node: string }) {
  const hasRun = useRun((state) => state.nodes[node] !== undefined);
  const hasAny = useRun((state) => (state.nodes[node]?.rejected ?? 0) > 0);
  const { selection } = useWorkbench();
  if (hasAny) {
    return (
      // `nodrag`: a press here is a click, not the beginning of a drag.
      <button
        type="button"
        className={`${styles['showRejected']} nodrag`}
        data-any
        title={words.counts.showRejected}
        onClick={() => selection.getState().showRejected(node)}
      >
        <Count node={node} counter="rejected" /> {words.counts.rejected}
      </button>
    );
  }
  return (
    <span data-any={false}>
      {hasRun ? <Count node={node} counter="rejected" /> : null} {words.counts.rejected}
    </span>
  );
}

import type { NodeKind } from '../../flows/kit/defineNode.ts';
import { useRun } from '../app/workbench.ts';
import { words } from '../app/words.ts';
import { Count } from './Count.tsx';
import styles from './NodeCard.module.css';

interface Props {
  readonly node: string;
  readonly kind: NodeKind;
}

const shown = {
  source: { always: ['out'], ifAny: [] },
  transform: { always: ['in', 'out'], ifAny: ['dropped'] },
  sink: { always: ['in', 'written'], ifAny: ['unchanged', 'dropped'] },
} as const;

/** What the node has done in the run on show; before any run, its kind in words. */
export function NodeCounts({ node, kind }: Props) {
  const hasRun = useRun((state) => state.nodes[node] !== undefined);
  if (!hasRun) return <span className={styles['kind']}>{words.kinds[kind]}</span>;
  return (
    <span className={styles['counts']}>
      {shown[kind].always.map((counter) => (
        <span key={counter}>
          <Count node={node} counter={counter} /> {words.counts[counter]}
        </span>
      ))}
      {shown[kind].ifAny.map((counter) => (
        <CountIfAny key={counter} node={node} counter={counter} />
      ))}
    </span>
  );
}

function CountIfAny({ node, counter }: { readonly node: string; readonly counter: 'dropped' | 'unchanged' }) {
  const hasAny = useRun((state) => (state.nodes[node]?.[counter] ?? 0) > 0);
  if (!hasAny) return null;
  return (
    <span>
      <Count node={node} counter={counter} /> {words.counts[counter]}
    </span>
  );
}

import { MousePointerClick, Play, Rows3 } from 'lucide-react';
import { edgeId, parseEnd } from '../../flows/model/document.ts';
import { useNodeTitle } from '../app/useNodeTitle.ts';
import { useFlow, useRun, useSelection } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { isRunning } from '../stores/runStore.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import styles from './Results.module.css';
import { SampleTable } from './SampleTable.tsx';
import { useSample } from './useSample.ts';

/** The rows that went over the picked edge. */
export function Results() {
  const shownEdge = useSelection((state) => state.shownEdge);
  const edge = useFlow((state) => state.document.edges.find((one) => edgeId(one) === shownEdge));
  // A run up to a node keeps its rows, too, though no edge of the flow takes them there.
  const last = useRun((state) => state.kinds[state.run ?? '']?.upTo);
  const lastEnd = edge || last === undefined || !shownEdge?.startsWith(`${last}.`) ? undefined : parseEnd(shownEdge.split(' ')[0]!);
  // The rejected rows of a node are kept whether an edge takes them or not.
  const rejecting = shownEdge?.endsWith('.rejected') ? parseEnd(shownEdge).node : undefined;
  const hasRun = useRun((state) => state.phase !== 'idle');
  const isLive = useRun(isRunning);
  const from = edge ? parseEnd(edge.from) : lastEnd && rejecting === undefined ? lastEnd : rejecting === undefined ? undefined : { node: rejecting, port: 'rejected' };
  const fromTitle = useNodeTitle(from?.node ?? '');
  const toTitle = useNodeTitle(edge ? parseEnd(edge.to).node : '');
  const { sample, error } = useSample(from && shownEdge);
  if (!hasRun) return <EmptyState icon={<Play size={24} />} title={words.panel.notRun} hint={words.panel.notRunHint} />;
  if (!from) return <EmptyState icon={<MousePointerClick size={24} />} title={words.panel.pickEdge} hint={words.panel.pickEdgeHint} />;
  const head = (
    <>
      <span className={styles['where']}>
        {fromTitle}
        {from.port === 'rejected' ? <span className={styles['rejected']}> {words.counts.rejected}</span> : null}
        {edge ? ` → ${toTitle}` : ''}
      </span>
      {sample ? <span className={styles['count']}>{words.panel.sampleOf(sample.kept, sample.total)}</span> : null}
    </>
  );
  if (sample && sample.rows.length > 0) {
    return <SampleTable key={shownEdge} head={head} end={`${from.node}.${from.port}`} where={fromTitle} schema={sample.schema} rows={sample.rows} rejecting={from.port === 'rejected' ? from.node : undefined} />;
  }
  return (
    <>
      <div className={styles['head']}>{head}</div>
      {error ? <EmptyState title={error} hint="" /> : null}
      {sample ? <EmptyState icon={<Rows3 size={24} />} title={words.panel.noRows} hint={isLive ? words.panel.waitingForRows : ''} /> : null}
    </>
  );
}

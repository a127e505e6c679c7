import { ScrollText } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useNodeTitle } from '../app/useNodeTitle.ts';
import { useRun, useWorkbench } from '../app/workbench.ts';
import { formatElapsed } from '../words/format.ts';
import { words } from '../words/words.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { logLines, type LogLine } from './logLines.ts';
import styles from './RunPanel.module.css';

const shownLines = 500;

/** What the run did and what nodes said meanwhile; keeps to the newest line. */
export function LogList() {
  const { run } = useWorkbench();
  const log = useRun((state) => state.log);
  const spans = useRun((state) => state.spans);
  const phase = useRun((state) => state.phase);
  // The counts of a node that has ended stay as they are: they need not be watched.
  const lines = useMemo(() => logLines({ ...run.getState(), log, spans, phase }), [run, log, spans, phase]);
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (lines.length > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [lines]);
  if (lines.length === 0) return <EmptyState icon={<ScrollText size={24} />} title={words.panel.noLog} hint={words.panel.noLogHint} />;
  return (
    <ul className={styles['list']} aria-label={words.panel.log} data-testid="log">
      {lines.slice(-shownLines).map((line, index) => (
        // Equal lines may follow each other.
        // oxlint-disable-next-line react/no-array-index-key
        <Line key={index} line={line} />
      ))}
      <li ref={end} aria-hidden="true" />
    </ul>
  );
}

function Line({ line }: { readonly line: LogLine }) {
  const title = useNodeTitle(line.node ?? '');
  return (
    <li className={styles['line']} data-level={line.level}>
      <time>{formatElapsed(line.elapsedMs)}</time>
      {line.node === undefined ? null : <span className={styles['who']}>{title}</span>}
      <span>{line.message}</span>
    </li>
  );
}

import { useEffect, useRef } from 'react';
import { useRun } from '../app/workbench.ts';
import { formatElapsed } from '../words/format.ts';
import { words } from '../words/words.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import styles from './RunPanel.module.css';

const shownLines = 500;

/** What nodes said during the run; keeps to the newest line. */
export function LogList() {
  const log = useRun((state) => state.log);
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (log.length > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [log]);
  if (log.length === 0) return <EmptyState title={words.panel.noLog} hint={words.panel.noLogHint} />;
  return (
    <ul className={styles['list']}>
      {log.slice(-shownLines).map((line, index) => (
        // Lines are only added at the end; equal ones may follow each other.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} className={styles['line']} data-level={line.level}>
          <time>{formatElapsed(line.elapsedMs)}</time>
          {line.node ? <span className={styles['faint']}>{line.node}</span> : null}
          <span>{line.message}</span>
        </li>
      ))}
      <li ref={end} aria-hidden="true" />
    </ul>
  );
}

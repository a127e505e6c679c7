import { ratePerSecond } from '../stores/nodeSpans.ts';
import { useRun } from '../app/workbench.ts';
import { formatCount, formatElapsed } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './TimeCells.module.css';

/** Two cells of a node: when it worked, as a bar over the whole run, and its rows a second. */
export function TimeCells({ node }: { readonly node: string }) {
  const span = useRun((state) => state.spans[node]);
  const elapsedMs = useRun((state) => state.elapsedMs);
  const rows = useRun((state) => Math.max(state.nodes[node]?.in ?? 0, state.nodes[node]?.out ?? 0));
  const rate = ratePerSecond(rows, span, elapsedMs);
  const to = span?.to ?? elapsedMs;
  const whole = Math.max(elapsedMs, 1);
  return (
    <>
      <td className={styles['time']}>
        {span ? (
          <span className={styles['line']} role="img" aria-label={words.panel.worked(formatElapsed(span.from), formatElapsed(to))} title={words.panel.worked(formatElapsed(span.from), formatElapsed(to))}>
            <span style={{ insetInlineStart: `${(span.from / whole) * 100}%`, width: `${Math.max(2, ((to - span.from) / whole) * 100)}%` }} />
          </span>
        ) : null}
      </td>
      <td className={rate === undefined ? styles['none'] : undefined}>{rate === undefined ? '–' : formatCount(rate)}</td>
    </>
  );
}

import { ActionIcon } from '@mantine/core';
import { BadgeCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { HostClient } from '../../host/contract/contract.ts';
import { notifyError, orNotify } from '../app/notify.ts';
import { CompareRuns } from './CompareRuns.tsx';
import { showPastRun } from '../app/runFlow.ts';
import { useFlow, useRun, useWorkbench } from '../app/workbench.ts';
import { formatCount, formatElapsed, formatMoment } from '../words/format.ts';
import { words } from '../words/words.ts';
import { kindOfListed, type RunKind } from '../stores/runKind.ts';
import { isRunning } from '../stores/runStore.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useRunAudit } from './useRunAudit.ts';
import styles from './RunPanel.module.css';

type PastRuns = Awaited<ReturnType<HostClient['runs']['list']>>;

/** The runs of this flow, newest first. One that is opened shows its counts and rows on the canvas. */
export function RunHistory() {
  const workbench = useWorkbench();
  const { link, trust } = workbench;
  const audit = useRunAudit();
  const path = useFlow((state) => state.path);
  const shown = useRun((state) => state.run);
  const isLive = useRun(isRunning);
  const kinds = useRun((state) => state.kinds);
  const [runs, setRuns] = useState<PastRuns>();
  useEffect(() => {
    let isOver = false;
    link.client().runs.list({ path, limit: 100 }).then((list) => isOver || setRuns(list), notifyError);
    return () => {
      isOver = true;
    };
    // A run that began or ended is in the list, or differs there.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [link, path, isLive]);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  if (!runs) return null;
  const compared = runs.filter(({ run }) => ticked.has(run));
  const kindOf = (listed: PastRuns[number]): RunKind => kinds[listed.run] ?? kindOfListed(listed, runs);
  if (compared.length === 2) {
    const [second, first] = compared.map((one) => ({ run: one.run, title: words.compare.titleOf(words.trust.kinds[kindOf(one).what], formatMoment(one.startedAt)) }));
    return <CompareRuns runs={[first!, second!]} onBack={() => setTicked(new Set())} />;
  }
  if (runs.length === 0) return <EmptyState title={words.history.none} hint={words.history.noneHint} />;
  return (
    <table className={styles['table']} aria-label={words.history.label} data-testid="history">
      <thead>
        <tr>
          {[words.history.started, words.trust.kinds.column, words.history.who, words.history.flow, words.history.took, words.history.read, words.counts.written, words.counts.rejected, words.history.proof, words.compare.column].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map((listed) => {
          const { run, startedAt, state, elapsedMs, read, written, rejected } = listed;
          const said = audit.get(run);
          const kind = kindOf(listed);
          const open = (): void => {
            if (!isLive && run !== shown) orNotify(showPastRun(workbench, { run, startedAt, kind }));
          };
          return (
            <tr key={run} data-selected={run === shown} onClick={open}>
              <td>
                <button
                  type="button"
                  className={styles['nodeName']}
                  disabled={isLive}
                  title={isLive ? words.history.wait : words.history.open(formatMoment(startedAt))}
                  aria-current={run === shown}
                >
                  {formatMoment(startedAt)}
                </button>
              </td>
              <td className={state === 'succeeded' ? undefined : styles['bad']}>{words.trust.kinds.ended(words.trust.kinds[kind.what], words.history.states[state])}</td>
              <td>{said?.who.user}</td>
              <td className={styles['hash']} title={said?.flow ? words.history.flowHint(said.flow.hash) : undefined}>
                {said?.flow?.hash.slice(0, 7)}
              </td>
              <td>{formatElapsed(elapsedMs)}</td>
              <td>{formatCount(read)}</td>
              <td className={listed.mode === 'plan' ? styles['faint'] : undefined}>{listed.mode === 'plan' ? words.history.planned(formatCount(written)) : formatCount(written)}</td>
              <td className={rejected > 0 ? styles['bad'] : styles['faint']}>{formatCount(rejected)}</td>
              <td>
                {listed.mode === 'write' ? (
                  <ActionIcon
                    size={24}
                    aria-label={words.history.proofOf(formatMoment(startedAt))}
                    title={words.history.proofOf(formatMoment(startedAt))}
                    onClick={(event) => {
                      event.stopPropagation();
                      trust.getState().showProof(run);
                    }}
                  >
                    <BadgeCheck size={16} />
                  </ActionIcon>
                ) : null}
              </td>
              <td>
                <input
                  type="checkbox"
                  className={styles['tick']}
                  aria-label={words.compare.pick(formatMoment(startedAt))}
                  title={words.compare.hint}
                  checked={ticked.has(run)}
                  onClick={(event) => event.stopPropagation()}
                  onChange={(event) => setTicked(event.target.checked ? new Set([...ticked, run]) : new Set([...ticked].filter((one) => one !== run)))}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

import { TextInput } from '@mantine/core';
import { CircleSlash, ListChecks, Loader, Search } from 'lucide-react';
import { useState } from 'react';
import { changeActions, type ChangeAction } from '../../flows/kit/change.ts';
import { useRun } from '../app/workbench.ts';
import { useNodeTitle } from '../app/useNodeTitle.ts';
import { isPlan } from '../stores/runKind.ts';
import { isRunning } from '../stores/runStore.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { formatCount } from '../words/format.ts';
import { words } from '../words/words.ts';
import { ChangeGrid } from './ChangeGrid.tsx';
import styles from './ChangesTab.module.css';
import type { Totals } from './changeTotals.ts';
import { ConflictKinds } from './ConflictKinds.tsx';
import { useTotals } from './useTotals.ts';

const said = words.trust.changes;

const answered: Readonly<Record<string, string>> = said.answered;

/** What a plan would do, or what a run did, record by record: old → new. */
export function ChangesTab() {
  const run = useRun((state) => state.run);
  const phase = useRun((state) => state.phase);
  const isLive = useRun(isRunning);
  const totals = useTotals();
  const writes = useRun((state) => !isPlan(state.kinds[state.run ?? ''] ?? { what: 'plan' }));
  if (phase === 'idle') return <EmptyState icon={<ListChecks size={24} />} title={said.none} hint={said.noneHint} />;
  if (isLive) return <EmptyState icon={<Loader size={24} className={styles['spin']} />} {...(writes ? { title: said.writing, hint: said.writingHint } : { title: said.working, hint: said.workingHint })} />;
  if (run === undefined || !totals) return null;
  if (Object.keys(totals).length === 0) {
    return phase === 'succeeded' ? (
      <EmptyState icon={<CircleSlash size={24} />} title={said.noSinks} hint={said.noSinksHint} />
    ) : (
      <EmptyState icon={<CircleSlash size={24} />} title={said.failed} hint={said.failedHint} />
    );
  }
  return <Changes key={run} run={run} totals={totals} />;
}

function Changes({ run, totals }: { readonly run: string; readonly totals: Totals }) {
  const nodes = Object.keys(totals);
  const [node, setNode] = useState(nodes[0]!);
  const [action, setAction] = useState<ChangeAction>();
  const [text, setText] = useState('');
  const what = useRun((state) => state.kinds[run]?.what);
  const actionWords = what === 'undo' || what === 'undoPlan' ? words.trust.plan.undoActions : words.trust.plan.actions;
  const { actions, cost, target, fields, results, conflicts } = totals[node]!;
  const total = Object.values(actions).reduce((sum, count) => sum + count, 0);
  const pick = (one: string): void => {
    setNode(one);
    setAction(undefined);
  };
  return (
    <div className={styles['changes']} data-testid="changes">
      {nodes.length > 1 ? (
        <div role="group" aria-label={said.nodes} className={styles['nodes']}>
          {nodes.map((one) => (
            <NodeButton key={one} node={one} isPicked={one === node} onPick={pick} />
          ))}
        </div>
      ) : null}
      <div className={styles['head']}>
        <div role="group" aria-label={said.filter} className={styles['filters']}>
          <button type="button" className={styles['filter']} aria-pressed={action === undefined} onClick={() => setAction(undefined)}>
            <b>{formatCount(total)}</b> {said.all}
          </button>
          {changeActions
            .filter((one) => (actions[one] ?? 0) > 0)
            .map((one) => (
              <button key={one} type="button" className={styles['filter']} data-action={one} aria-pressed={action === one} data-testid={`total-${one}`} onClick={() => setAction(action === one ? undefined : one)}>
                <b>{formatCount(actions[one]!)}</b> {actionWords[one]}
              </button>
            ))}
        </div>
        <TextInput
          className={styles['find']}
          type="search"
          size="xs"
          leftSection={<Search size={14} />}
          aria-label={said.find}
          placeholder={said.find}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <p className={styles['facts']} data-testid="plan-cost">
        <span>{said.to(target.object, target.name)}</span>
        {cost ? (
          <>
            <span data-short={cost.callsLeft !== undefined && cost.apiCalls > cost.callsLeft - (cost.callsKept ?? 0)}>{said.calls(cost.apiCalls, cost.callsLeft, cost.callsKept)}</span>
            {cost.bulkJobs > 0 ? <span>{said.jobs(cost.bulkJobs)}</span> : null}
            <span>{said.minutes(cost.minutes)}</span>
          </>
        ) : null}
        {Object.entries(results).map(([result, count]) => (
          <span key={result}>{`${formatCount(count)} ${answered[result] ?? result}`}</span>
        ))}
        {fields.length > 0 ? (
          <span title={said.mostLabel}>
            {fields
              .slice(0, 3)
              .map(({ name, count }) => said.most(name, count))
              .join(', ')}
          </span>
        ) : null}
      </p>
      {what === 'undoPlan' && conflicts.length > 0 ? <ConflictKinds run={run} kinds={conflicts} /> : null}
      <ChangeGrid key={`${node} ${action}`} run={run} node={node} action={action} text={text.trim()} actionWords={actionWords} canChoose={what === 'undoPlan'} />
    </div>
  );
}

function NodeButton({ node, isPicked, onPick }: { readonly node: string; readonly isPicked: boolean; readonly onPick: (node: string) => void }) {
  const title = useNodeTitle(node);
  return (
    <button type="button" className={styles['node']} aria-pressed={isPicked} onClick={() => onPick(node)}>
      {title}
    </button>
  );
}

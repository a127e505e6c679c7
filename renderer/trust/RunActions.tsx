import { Button, SegmentedControl } from '@mantine/core';
import { BadgeCheck, Check, Clock, ListChecks, Play, RotateCcw, TriangleAlert, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { outerNode } from '../../flows/model/checkCalls.ts';
import { overLimits } from '../../flows/model/overLimits.ts';
import { orNotify } from '../app/notify.ts';
import { useFlow, useRun, useTrust, useWorkbench } from '../app/workbench.ts';
import { commandOf } from '../commands/commands.ts';
import { useWritesToOrg } from '../org/useWritesToOrg.ts';
import { isPlan, type RunKind } from '../stores/runKind.ts';
import { isRunning } from '../stores/runStore.ts';
import { words } from '../words/words.ts';
import { isOfThen } from '../stores/flowStore.ts';
import { applyPlan, askToUndo, isAskedBefore, planUndo, resumeRun, retryRejected, takenBack } from './changeRuns.ts';
import { heldOf, sentOf, sumActions, writtenBesides, type Totals } from './changeTotals.ts';
import { chooseKinds, kindsOf, nothingChosen, restoredOf } from './conflictChoices.ts';
import { usePlanOnShow } from './planOnShow.ts';
import styles from './RunActions.module.css';
import { useTotals } from './useTotals.ts';

const said = words.trust;
const runOnly: RunKind = { what: 'run' };

/** Below the tabs: what the run on show comes to in one sentence, and what can be done with it. */
export function RunActions() {
  const run = useRun((state) => state.run);
  const phase = useRun((state) => state.phase);
  const isLive = useRun(isRunning);
  const kind = useRun((state) => state.kinds[state.run ?? ''] ?? runOnly);
  const totals = useTotals();
  const writesToOrg = useWritesToOrg();
  // Only what goes to an org is planned, undone and proved again.
  if (run === undefined || isLive || !totals || (Object.keys(totals).length === 0 && !(isPlan(kind) && writesToOrg))) return null;
  if (kind.what === 'undoPlan' && phase === 'succeeded' && kind.about !== undefined) return <UndoPlanActions plan={run} about={kind.about} totals={totals} />;
  if (isPlan(kind)) return phase === 'succeeded' && kind.upTo === undefined ? <PlanActions plan={run} totals={totals} /> : null;
  return <WrittenActions run={run} totals={totals} isUndo={kind.what === 'undo'} isBroken={phase !== 'succeeded'} />;
}

function Strip({ icon, tone, children, buttons }: { readonly icon: ReactNode; readonly tone: string; readonly children: ReactNode; readonly buttons: ReactNode }) {
  return (
    <section className={styles['strip']} aria-label={said.after.label} data-tone={tone} data-testid="run-actions">
      {icon}
      <p>{children}</p>
      <div className={styles['buttons']}>{buttons}</div>
    </section>
  );
}

function PlanActions({ plan, totals }: { readonly plan: string; readonly totals: Totals }) {
  const workbench = useWorkbench();
  const counts = sumActions(totals);
  const records = sentOf(counts);
  const besides = useRun((state) => writtenBesides(state.nodes, totals));
  const held = heldOf(counts);
  const limits = useFlow((state) => state.document.limits);
  const over = overLimits(limits ?? {}, counts);
  const rejecting = useRun((state) => Object.keys(totals).findLast((node) => (state.nodes[node]?.rejected ?? 0) > 0));
  const isPast = useRun((state) => state.past !== undefined);
  const isThen = useFlow(isOfThen);
  const isFresh = usePlanOnShow() === plan;
  const preview = commandOf('plan');
  if (!isFresh && !isPast) {
    return (
      <Strip
        icon={<Clock size={16} />}
        tone="warn"
        buttons={
          <Button size="compact-sm" variant="default" leftSection={<ListChecks size={14} />} onClick={() => preview.run(workbench)}>
            {said.plan.again}
          </Button>
        }
      >
        {said.plan.changedSince}
      </Strip>
    );
  }
  return (
    <Strip
      icon={over.length > 0 ? <TriangleAlert size={16} /> : <ListChecks size={16} />}
      tone={over.length > 0 ? 'warn' : 'news'}
      buttons={
        <>
          {rejecting !== undefined ? (
            <Button size="compact-sm" variant="subtle" onClick={() => workbench.selection.getState().showRejected(rejecting)}>
              {said.after.showRejected}
            </Button>
          ) : null}
          {records + besides > 0 && !isThen ? (
            <Button size="compact-sm" data-testid="apply" leftSection={<Check size={14} />} onClick={() => applyPlan(workbench, plan, totals)}>
              {isAskedBefore(workbench, totals) ? said.plan.applyAsking : said.plan.apply}
            </Button>
          ) : null}
        </>
      }
    >
      {records > 0 ? said.plan.summary(counts) : besides > 0 ? said.plan.besides(besides) : said.plan.nothing} {held > 0 ? <span>{said.plan.held(held)}</span> : null}{' '}
      {over.map(({ what, most, planned }) => (
        <b key={what} data-testid="over-limit">
          {said.plan.over(planned, what, most)}
        </b>
      ))}
    </Strip>
  );
}

function UndoPlanActions({ plan, about, totals }: { readonly plan: string; readonly about: string; readonly totals: Totals }) {
  const workbench = useWorkbench();
  const chosen = useTrust((state) => state.choices[plan] ?? nothingChosen);
  const counts = takenBack(totals, chosen);
  const changed = sumActions(totals).conflict ?? 0;
  const kinds = kindsOf(totals);
  const open = kinds.reduce((sum, { count }) => sum + count, 0);
  const { update, delete: removed } = restoredOf(chosen, kinds);
  const restored = update + removed;
  const hasWork = sentOf(counts) > 0;
  return (
    <Strip
      icon={<Undo2 size={16} />}
      tone="news"
      buttons={
        <>
          {kinds.length > 1 ? (
            <SegmentedControl<'keep' | 'some' | 'restore'>
              size="xs"
              aria-label={said.undo.choice}
              value={restored === 0 ? 'keep' : restored === open ? 'restore' : 'some'}
              onChange={(value) => value === 'some' || workbench.trust.getState().choose(plan, chooseKinds(chosen, kinds.map(({ kind }) => kind), value))}
              data={[
                { value: 'keep', label: said.undo.keep },
                ...(restored > 0 && restored < open ? [{ value: 'some' as const, label: said.undo.mixed(restored, open) }] : []),
                { value: 'restore', label: said.undo.restore },
              ]}
            />
          ) : null}
          {hasWork ? (
            <Button size="compact-sm" color="red" variant="light" data-testid="undo-now" onClick={() => askToUndo(workbench, about, totals, chosen)}>
              {said.undo.button}
            </Button>
          ) : null}
        </>
      }
    >
      {hasWork ? said.undo.summary(counts) : said.undo.nothing} {changed > 0 ? <span>{said.undo.conflicts(changed, restored)}</span> : null}
    </Strip>
  );
}

interface WrittenProps {
  readonly run: string;
  readonly totals: Totals;
  readonly isUndo: boolean;
  readonly isBroken: boolean;
}

function WrittenActions({ run, totals, isUndo, isBroken }: WrittenProps) {
  const workbench = useWorkbench();
  const { trust, selection, definitions } = workbench;
  const nodes = useRun((state) => state.nodes);
  const written = Object.keys(totals).reduce((sum, node) => sum + (nodes[node]?.written ?? 0), 0);
  const document = useFlow((state) => state.document);
  const rejecting = Object.entries(nodes).filter(([, { rejected }]) => rejected > 0);
  const sum = (all: typeof rejecting): number => all.reduce((so, [, counts]) => so + counts.rejected, 0);
  const rejected = sum(rejecting);
  // What a source could not read is still where it was read.
  const retriable = sum(rejecting.filter(([node]) => definitions[document.nodes[outerNode(node)]?.type ?? '']?.kind !== 'source'));
  return (
    <Strip
      icon={isBroken ? <RotateCcw size={16} /> : <BadgeCheck size={16} />}
      tone={isBroken ? 'warn' : 'good'}
      buttons={
        <>
          {isBroken ? (
            <Button size="compact-sm" leftSection={<Play size={12} fill="currentColor" />} title={said.after.resumeHint} onClick={() => orNotify(resumeRun(workbench, run, totals))}>
              {said.after.resume}
            </Button>
          ) : null}
          {rejected > 0 && !isUndo && !isBroken ? (
            <>
              <Button size="compact-sm" variant="subtle" onClick={() => selection.getState().showRejected(rejecting.at(-1)![0])}>
                {said.after.showRejected}
              </Button>
              {retriable > 0 ? (
                <Button size="compact-sm" variant="default" title={said.after.retryHint} onClick={() => orNotify(retryRejected(workbench, run))}>
                  {said.after.retry(retriable)}
                </Button>
              ) : null}
            </>
          ) : null}
          <Button size="compact-sm" variant="default" onClick={() => trust.getState().showProof(run)}>
            {said.after.proof}
          </Button>
          {written > 0 ? (
            <Button size="compact-sm" variant="default" leftSection={<Undo2 size={14} />} data-testid="undo-run" onClick={() => orNotify(planUndo(workbench, run))}>
              {said.after.undo}
            </Button>
          ) : null}
        </>
      }
    >
      {isBroken ? said.after.broken : isUndo ? said.after.undone(written) : said.after.run(written)} {rejected > 0 ? <span>{said.after.notWritten(rejected)}</span> : null}
    </Strip>
  );
}

import { Button } from '@mantine/core';
import { CircleAlert, History, TriangleAlert } from 'lucide-react';
import { outerNode } from '../../flows/model/checkCalls.ts';
import { innerTitle } from '../calls/innerTitle.ts';
import { useFlow, useRun, useWorkbench } from '../app/workbench.ts';
import { PassphraseButton } from '../connections/PassphraseButton.tsx';
import { formatTime } from '../words/format.ts';
import { words } from '../words/words.ts';
import { commandOf } from '../commands/commands.ts';
import { isOfThen } from '../stores/flowStore.ts';
import styles from './RunPanel.module.css';

/** Which past run is on show, why the run stopped, or which of its rows nobody took. */
export function RunBanner() {
  return (
    <>
      <PastBanner />
      <OutcomeBanner />
    </>
  );
}

function PastBanner() {
  const workbench = useWorkbench();
  const past = useRun((state) => state.past);
  const isThen = useFlow(isOfThen);
  if (!past) return null;
  const offered = isThen ? [commandOf('bringBack'), commandOf('backToNow')] : [commandOf('backToNow')];
  return (
    <output className={styles['banner']} data-tone="news" data-testid="past-run">
      <History size={16} />
      <p>
        {words.history.showing(formatTime(past.startedAt))} <span>{isThen ? words.history.showingThen : words.history.showingHint}</span>
      </p>
      {offered.map((command) => (
        <Button key={command.id} size="compact-sm" variant="default" onClick={() => command.run(workbench)}>
          {command.title}
        </Button>
      ))}
    </output>
  );
}

function OutcomeBanner() {
  const { selection, canvas, flow, definitions } = useWorkbench();
  const error = useRun((state) => (state.phase === 'cancelled' ? undefined : state.error));
  const unhandled = useRun((state) => {
    const { what = 'run', upTo } = state.kinds[state.run ?? ''] ?? {};
    // A run up to a node leaves out what takes rejected rows; of an undo they are conflicts, and no edge could take them.
    return upTo === undefined && what !== 'undo' && what !== 'undoPlan' ? state.unhandled : 0;
  });
  if (error) {
    const inner = error.where.node;
    const node = inner === undefined ? undefined : outerNode(inner);
    return (
      <div className={styles['banner']} data-tone="bad" role="alert">
        <CircleAlert size={16} />
        <p>
          {inner === undefined || inner === node ? null : `${innerTitle(flow.getState().document, flow.getState().called, definitions, inner)}: `}
          {error.message} <span>{error.hint}</span>
        </p>
        {error.code === 'vaultUnavailable' ? <PassphraseButton /> : null}
        {node !== undefined ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              selection.getState().goToField({ node, setting: undefined });
              canvas.current?.focusNode(node);
            }}
          >
            {words.panel.showNode}
          </Button>
        ) : null}
      </div>
    );
  }
  if (unhandled === 0) return null;
  return (
    <output className={styles['banner']} data-tone="warn">
      <TriangleAlert size={16} />
      <p>
        {words.panel.unhandled(unhandled)} <span>{words.panel.unhandledHint}</span>
      </p>
    </output>
  );
}

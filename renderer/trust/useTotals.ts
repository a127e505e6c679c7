import { useEffect, useState } from 'react';
import { useRun, useWorkbench } from '../app/workbench.ts';
import { isRunning } from '../stores/runStore.ts';
import type { Totals } from './changeTotals.ts';

/** What the run on show writes, or would write, node by node; undefined until it has ended and was asked for. */
export function useTotals(): Totals | undefined {
  const { link } = useWorkbench();
  const run = useRun((state) => state.run);
  const isLive = useRun(isRunning);
  const [shown, setShown] = useState<{ readonly run: string; readonly totals: Totals }>();
  useEffect(() => {
    if (run === undefined || isLive) return;
    let isOver = false;
    // A run that failed before it began has none; why it failed stands above.
    link.client().changes.totals({ run }).then(({ nodes }) => isOver || setShown({ run, totals: nodes }), () => {});
    return () => {
      isOver = true;
    };
  }, [link, run, isLive]);
  return !isLive && shown?.run === run ? shown?.totals : undefined;
}

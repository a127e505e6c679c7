import { useEffect, useState } from 'react';
import type { HostClient } from '../../host/contract/contract.ts';
import { notifyError } from '../app/notify.ts';
import { useRun, useWorkbench } from '../app/workbench.ts';
import { isRunning } from '../stores/runStore.ts';

type Entry = Awaited<ReturnType<HostClient['trust']['audit']>>[number];

/** The most lines the host gives at once; runs older than that are shown without who started them. */
const mostLines = 1000;

/** The line of the audit log that says who began each run, and with which flow. */
export function useRunAudit(): ReadonlyMap<string, Entry> {
  const { link } = useWorkbench();
  const isLive = useRun(isRunning);
  const [entries, setEntries] = useState<ReadonlyMap<string, Entry>>(new Map());
  useEffect(() => {
    let isOver = false;
    const take = (list: readonly Entry[]): void => {
      const begun = list.filter(({ run, flow }) => run !== undefined && flow !== undefined);
      if (!isOver) setEntries(new Map(begun.map((entry) => [entry.run!, entry])));
    };
    link.client().trust.audit({ limit: mostLines }).then(take, notifyError);
    return () => {
      isOver = true;
    };
    // A run that began is in the log.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [link, isLive]);
  return entries;
}

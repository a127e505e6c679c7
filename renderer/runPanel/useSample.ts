import { useEffect, useState } from 'react';
import { asAppError } from '../../flows/kit/errors.ts';
import { runEdge } from '../../flows/model/runPlaces.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { errorText } from '../app/notify.ts';
import { useRun, useWorkbench } from '../app/workbench.ts';
import { isRunning } from '../stores/runStore.ts';

export type Sample = Awaited<ReturnType<HostClient['runs']['sample']>>;

/** The store keeps this many rows of an edge, so one page is all of them. */
const pageRows = 1000;
const refreshMs = 1000;

/** The rows kept from an edge in the run on show. While it runs and the sample is not full, asks again. */
export function useSample(edge: string | undefined): { readonly sample: Sample | undefined; readonly error: string | undefined } {
  const { link, flow } = useWorkbench();
  const run = useRun((state) => state.run);
  const isLive = useRun(isRunning);
  const [shown, setShown] = useState<{ key: string; sample?: Sample; error?: string }>({ key: '' });
  const key = run !== undefined && edge !== undefined ? `${run} ${edge}` : '';
  useEffect(() => {
    if (run === undefined || edge === undefined) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      try {
        const sample = await link.client().runs.sample({ run, edge: runEdge(flow.getState().document, edge), offset: 0, limit: pageRows });
        if (isOver) return;
        setShown({ key, sample });
        if (isLive && sample.kept < pageRows) timer = setTimeout(() => void load(), refreshMs);
      } catch (thrown) {
        if (!isOver) setShown({ key, error: errorText(asAppError(thrown)) });
      }
    };
    void load();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [link, flow, run, edge, key, isLive]);
  return shown.key === key ? { sample: shown.sample, error: shown.error } : { sample: undefined, error: undefined };
}

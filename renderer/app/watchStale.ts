import { staleNodes } from '../stores/staleNodes.ts';
import type { Workbench } from './workbench.ts';

/** Marks the nodes whose results on show are older than the flow: only of the latest run, for a past one was of another flow anyway. */
export function watchStale({ flow, run }: Pick<Workbench, 'flow' | 'run'>): void {
  const look = (): void => {
    const { ran, past, phase, setStale } = run.getState();
    setStale(staleNodes(past || phase === 'idle' ? undefined : ran, flow.getState().document));
  };
  flow.subscribe((state, before) => {
    if (state.document !== before.document) look();
  });
  run.subscribe((state, before) => {
    if (state.run !== before.run || state.past !== before.past) look();
  });
}

import type { NodeState } from '../../flows/engine/events.ts';
import { isRunning, type RunStoreState } from './runStore.ts';

/** The state of a node in the run on show. `stopped`: it was at work when the run ended without it. */
export function shownState(run: RunStoreState, node: string): NodeState | 'stopped' | undefined {
  const state = run.nodes[node]?.state;
  return state === 'running' && !isRunning(run) ? 'stopped' : state;
}

import type { FlowDocument } from '../../flows/model/document.ts';
import { useFlow, useRun, type Workbench } from '../app/workbench.ts';
import type { RunStoreState } from '../stores/runStore.ts';

/** The run of the plan that is on show and can be applied as it stands: it ended well, it is of the whole flow, and the flow is still the one it was made of. */
export function planOnShow({ run, flow }: Pick<Workbench, 'run' | 'flow'>): string | undefined {
  return freshPlan(run.getState(), flow.getState().document);
}

/** The same, for a component. */
export function usePlanOnShow(): string | undefined {
  const document = useFlow((state) => state.document);
  return useRun((state) => freshPlan(state, document));
}

function freshPlan({ run, phase, kinds, past, ran }: RunStoreState, document: FlowDocument): string | undefined {
  const kind = kinds[run ?? ''];
  if (phase !== 'succeeded' || past || !ran || kind?.what !== 'plan' || kind.upTo !== undefined) return undefined;
  return isPlanOf(ran, document) ? run : undefined;
}

/** Whether a plan of `ran` is one of `now`: places, groups, notes and limits are no part of a plan, as in the hash that the host compares. */
export function isPlanOf(ran: FlowDocument, now: FlowDocument): boolean {
  if (ran === now) return true;
  return ran.name === now.name && ran.description === now.description && isSame(ran.edges, now.edges) && isSame(ran.parameters, now.parameters) && hasSameNodes(ran.nodes, now.nodes);
}

/** Node by node: after an edit all but one are the same objects. */
function hasSameNodes(before: FlowDocument['nodes'], after: FlowDocument['nodes']): boolean {
  const ids = Object.keys(after);
  return before === after || (ids.length === Object.keys(before).length && ids.every((id) => isSame(before[id], after[id])));
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

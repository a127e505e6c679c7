import { planRetry, rejectedOf, type RejectedOfNode } from '../../flows/engine/planRetry.ts';
import type { RunRequest } from '../../flows/engine/runRequest.ts';
import type { RunStore } from '../../flows/engine/runStore.ts';
import { openingSealer, type OpenSealer } from '../../flows/engine/sealer.ts';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';

interface Kept {
  readonly store: RunStore;
  readonly openSealer: OpenSealer;
}

/** What the nodes of a run rejected and can take again: `rejectedOf`, with the key that such rows are kept under. */
export async function rejectedRows({ store, openSealer }: Kept, before: RunRequest): Promise<RejectedOfNode[]> {
  return rejectedOf(store, openingSealer(await openSealer()), before);
}

/** The run that takes rejected rows of another again, through the flow as it is now. `now.document` holds the flows it calls. */
export async function retryOf(kept: Kept, before: RunRequest, now: Parameters<typeof planRetry>[1], definitions: Readonly<Record<string, NodeDefinition>>): Promise<ReturnType<typeof planRetry>> {
  return planRetry(before, now, await rejectedRows(kept, before), definitions);
}

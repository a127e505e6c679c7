import { standing } from '../stores/flowStore.ts';
import { markOf } from '../stores/undoStack.ts';
import { noteFields } from '../trust/noteFields.ts';
import type { Workbench } from './workbench.ts';

/** Writes the document as it stands; edits made meanwhile stay unsaved. */
export async function saveFlow(workbench: Workbench): Promise<void> {
  const { flow, link } = workbench;
  const { path, undoStack } = flow.getState();
  await link.client().flows.save({ path, document: standing(flow.getState()) });
  flow.getState().saved(markOf(undoStack));
  // With changes nobody has looked at yet, the file keeps what the flow was made for. An org that does not answer is asked at the next save.
  if (flow.getState().drift.length === 0) void noteFields(workbench).catch(() => {});
}

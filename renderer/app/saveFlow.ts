import { markOf } from '../stores/undoStack.ts';
import type { Workbench } from './workbench.ts';

/** Writes the document as it stands; edits made meanwhile stay unsaved. */
export async function saveFlow({ flow, link }: Workbench): Promise<void> {
  const { path, document, undoStack } = flow.getState();
  await link.client().flows.save({ path, document });
  flow.getState().saved(markOf(undoStack));
}

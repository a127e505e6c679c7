import { callType, fileOf } from '../../flows/model/callInterface.ts';
import { folderOf, joinPath } from '../../flows/model/callPath.ts';
import { openFlow } from '../app/openFlow.ts';
import type { Workbench } from '../app/workbench.ts';

/** The flow file that a call on the canvas calls, as a whole path; undefined for other nodes and for a call of nothing yet. */
export function calledFile({ flow }: Pick<Workbench, 'flow'>, id: string | undefined): string | undefined {
  const { document, path } = flow.getState();
  const node = id === undefined ? undefined : document.nodes[id];
  const file = node?.type === callType ? fileOf(node) : '';
  return file.trim() !== '' ? joinPath(folderOf(path), file) : undefined;
}

/** Opens the flow that a call calls, in place of this one. */
export async function openCalled(workbench: Workbench, id: string): Promise<void> {
  const path = calledFile(workbench, id);
  if (path !== undefined) await openFlow(workbench, (host) => host.flows.open({ path }));
}

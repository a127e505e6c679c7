import { callInterface, callType, fileOf } from '../../flows/model/callInterface.ts';
import { joinPath } from '../../flows/model/callPath.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import type { CalledFlows } from '../../flows/model/inlineCalls.ts';
import type { Workbench } from '../app/workbench.ts';
import { adoptPorts } from './adoptPorts.ts';

const waitMs = 150;

/**
 * Keeps the flows that the open one calls at hand, so that the check sees through calls. They are read when the flow is opened, when a call
 * names another file, and when the person comes back to the window, for another program may have changed them. A call whose file the
 * person has just chosen gets the ports of that flow. Gives the function that ends it.
 */
export function watchCalls(workbench: Workbench): () => void {
  const { flow, link } = workbench;
  const chosen = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = async (): Promise<void> => {
    const { path, document } = flow.getState();
    if (path === '' || Object.keys(filesOf(document)).length === 0) return;
    const { flows } = await link.client().flows.called({ path, document });
    const called = flows as CalledFlows;
    if (flow.getState().path !== path) return;
    if (JSON.stringify(called) !== JSON.stringify(flow.getState().called)) flow.getState().learned(called);
    for (const id of chosen) if (adopt(workbench, id, called)) chosen.delete(id);
  };
  const lookSoon = (): void => {
    clearTimeout(timer);
    // A host that does not answer says so where it matters, and the check then sees calls from outside.
    timer = setTimeout(() => void look().catch(() => {}), waitMs);
  };

  const end = flow.subscribe((state, before) => {
    if (state.document === before.document && state.path === before.path) return;
    const [now, then] = [filesOf(state.document), filesOf(before.document)];
    if (state.path !== before.path) chosen.clear();
    // From a past run or to one nobody chooses a file.
    else if (state.kept === before.kept) for (const [id, file] of Object.entries(now)) if (then[id] !== file) chosen.add(id);
    if (state.path !== before.path || JSON.stringify(now) !== JSON.stringify(then)) lookSoon();
  });
  window.addEventListener('focus', lookSoon);
  lookSoon();
  return () => {
    clearTimeout(timer);
    window.removeEventListener('focus', lookSoon);
    end();
  };
}

/** Gives a call the ports of the flow it calls. True when that flow is known. */
export function adopt({ flow }: Pick<Workbench, 'flow'>, id: string, called: CalledFlows): boolean {
  const { document } = flow.getState();
  const file = filesOf(document)[id];
  const found = file === undefined ? undefined : called[joinPath('', file)];
  if (!found || !('document' in found)) return false;
  const edit = adoptPorts(document, id, callInterface(found.document));
  if (edit) flow.getState().edit(edit);
  return true;
}

/** The files that a flow calls, by the node that does. */
function filesOf({ nodes }: FlowDocument): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const [id, node] of Object.entries(nodes)) if (node.type === callType && fileOf(node) !== '') files[id] = fileOf(node);
  return files;
}

import type { Edit } from '../../flows/model/edits.ts';
import type { Workbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { freeId, groupEdit, groupOfView, groupViewId } from './groups.ts';
import { noteOfView, noteSize, noteViewId } from './notes.ts';

/** Puts the picked nodes into one new group and picks it, so that it can be named. */
export function groupSelected({ flow, selection }: Workbench): void {
  const { document } = flow.getState();
  const nodes = [...selection.getState().nodes].filter((id) => document.nodes[id]);
  if (nodes.length === 0) return;
  const id = freeId(document.groups, 'group');
  flow.getState().edit(groupEdit(document, id, words.annotations.newGroup, nodes));
  selection.getState().selectNodes([groupViewId(id)]);
}

/** The groups that are picked, or those of the picked nodes. */
export function pickedGroups({ flow, selection }: Workbench): string[] {
  const { groups = {} } = flow.getState().document;
  const { nodes } = selection.getState();
  return Object.keys(groups).filter((id) => nodes.has(groupViewId(id)) || groups[id]!.nodes.some((node) => nodes.has(node)));
}

/** Takes the picked groups away; their nodes stay and are picked. */
export function ungroupSelected(workbench: Workbench): void {
  const { flow, selection } = workbench;
  const { groups = {} } = flow.getState().document;
  const ids = pickedGroups(workbench);
  flow.getState().edit({ edit: 'all', edits: ids.map((id): Edit => ({ edit: 'putGroup', id, group: undefined })) });
  selection.getState().selectNodes(ids.flatMap((id) => groups[id]!.nodes));
}

/** Collapses the picked groups, or opens them when all of them are collapsed. */
export function toggleCollapse(workbench: Workbench): void {
  const { groups = {} } = workbench.flow.getState().document;
  const ids = pickedGroups(workbench);
  const isCollapsed = !ids.every((id) => groups[id]!.isCollapsed);
  workbench.flow.getState().edit({ edit: 'all', edits: ids.map((id): Edit => ({ edit: 'putGroup', id, group: { ...groups[id]!, isCollapsed } })) });
  workbench.selection.getState().selectNodes(ids.map(groupViewId));
}

/** Puts an empty note at the pointer, else in the middle of what is seen, ready to be written in. */
export function addNote({ flow, selection, canvas }: Workbench): void {
  const id = freeId(flow.getState().document.notes, 'note');
  const at = canvas.current?.pointer() ?? canvas.current?.middle() ?? { x: 0, y: 0 };
  const place = { x: Math.round(at.x - noteSize.width / 2), y: Math.round(at.y - noteSize.height / 2) };
  flow.getState().edit({ edit: 'putNote', id, note: { text: '', ...place, ...noteSize } });
  selection.getState().selectNodes([noteViewId(id)]);
  selection.getState().setWriting(id);
}

/** The edits that remove what is picked: nodes with their edges, notes, and groups, whose nodes stay. */
export function removeEdits(picked: Iterable<string>): Edit[] {
  return [...picked].map((view): Edit => {
    const group = groupOfView(view);
    const note = noteOfView(view);
    if (group !== undefined) return { edit: 'putGroup', id: group, group: undefined };
    return note === undefined ? { edit: 'removeNode', id: view } : { edit: 'putNote', id: note, note: undefined };
  });
}

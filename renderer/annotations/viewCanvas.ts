import type { Node } from '@xyflow/react';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import type { FlowDocument, FlowGroup, FlowNote } from '../../flows/model/document.ts';
import { nodeHeight, nodeWidth } from '../canvas/placeNodes.ts';
import { viewNodes, type NodeView } from '../canvas/viewNodes.ts';
import { words } from '../words/words.ts';
import { frameOf, groupViewId, standIns, type Box } from './groups.ts';
import { leastNote, noteViewId } from './notes.ts';

export type GroupView = Node<{ readonly id: string; readonly group: FlowGroup; readonly width: number; readonly height: number }, 'frame'>;
export type NoteView = Node<{ readonly id: string; readonly note: FlowNote }, 'note'>;
/** Whatever the canvas draws as a box: groups behind, nodes, notes. */
export type CanvasView = NodeView | GroupView | NoteView;

/**
 * Everything of the document that the canvas draws as boxes. Like viewNodes, a view stays the same object while what it shows is the same,
 * and so does the whole list. A frame follows the nodes in it, also while they are dragged.
 */
export function viewCanvas(
  previous: readonly CanvasView[],
  document: FlowDocument,
  definitions: Readonly<Record<string, NodeDefinition>>,
  selected: ReadonlySet<string>,
): CanvasView[] {
  const steps = viewNodes(previous.filter((view) => view.type === 'step'), document, definitions, selected, standIns(document));
  if (!document.groups && !document.notes && steps.length === previous.length) {
    return steps.every((view, index) => view === previous[index]) ? (previous as CanvasView[]) : steps;
  }
  const before = new Map(previous.map((view) => [view.id, view]));
  const drawn = new Map(steps.map((view) => [view.id, view]));
  const boxOf = (id: string): Box | undefined => {
    const view = drawn.get(id);
    return view && { ...view.position, width: view.measured?.width ?? nodeWidth, height: view.measured?.height ?? nodeHeight };
  };
  const groups = Object.entries(document.groups ?? {}).flatMap(([id, group]): GroupView[] => {
    const box = frameOf(group, boxOf);
    const view = before.get(groupViewId(id));
    return box ? [viewGroup(view?.type === 'frame' ? view : undefined, id, group, box, selected.has(groupViewId(id)))] : [];
  });
  const notes = Object.entries(document.notes ?? {}).map(([id, note]) => {
    const view = before.get(noteViewId(id));
    return viewNote(view?.type === 'note' ? view : undefined, id, note, selected.has(noteViewId(id)));
  });
  const views = [...groups, ...steps, ...notes];
  const isSame = views.length === previous.length && views.every((view, index) => view === previous[index]);
  return isSame ? (previous as CanvasView[]) : views;
}

function viewGroup(view: GroupView | undefined, id: string, group: FlowGroup, { x, y, width, height }: Box, selected: boolean): GroupView {
  const isSame =
    view?.data.group === group && view.data.width === width && view.data.height === height && view.position.x === x && view.position.y === y && view.selected === selected;
  if (isSame) return view;
  return {
    ...view,
    id: groupViewId(id),
    type: 'frame',
    position: { x, y },
    width,
    height,
    zIndex: group.isCollapsed ? 0 : -1,
    dragHandle: '.groupHandle',
    // An open frame lets the pointer through to the canvas; only its head is held.
    style: group.isCollapsed ? {} : { pointerEvents: 'none' },
    selected,
    data: { id, group, width, height },
    ariaLabel: words.annotations.groupLabel(group.title, group.nodes.length),
  };
}

function viewNote(view: NoteView | undefined, id: string, note: FlowNote, selected: boolean): NoteView {
  if (view?.data.note === note) return view.selected === selected ? view : { ...view, selected };
  const { x, y, width, height } = note;
  const hasMoved = view?.data.note.x !== x || view.data.note.y !== y;
  return {
    ...view,
    id: noteViewId(id),
    type: 'note',
    position: view && !hasMoved ? view.position : { x, y },
    width: Math.max(width, leastNote.width),
    height: Math.max(height, leastNote.height),
    selected,
    data: { id, note },
    ariaLabel: words.annotations.noteLabel(note.text),
  };
}

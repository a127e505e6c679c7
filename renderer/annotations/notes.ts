import type { NodeChange } from '@xyflow/react';
import type { FlowDocument, Position } from '../../flows/model/document.ts';
import type { Edit } from '../../flows/model/edits.ts';

const notePrefix = 'note:';

/** The size of a new note and the least one, in the flow's units. */
export const noteSize = { width: 240, height: 120 };
export const leastNote = { width: 120, height: 64 };

/** The id under which the canvas draws and selects a note. No node can have it. */
export function noteViewId(id: string): string {
  return `${notePrefix}${id}`;
}

/** The note that a view of the canvas stands for; undefined when it stands for something else. */
export function noteOfView(viewId: string): string | undefined {
  return viewId.startsWith(notePrefix) ? viewId.slice(notePrefix.length) : undefined;
}

/** The edits that say where notes have come to stand, once a drag or a key press is over. */
export function noteMoves(changes: readonly Pick<NodeChange, 'type'>[], { notes = {} }: FlowDocument): Edit[] {
  return changes.flatMap((change): Edit[] => {
    const move = change as { type: string; id: string; position?: Position; dragging?: boolean };
    const id = move.type === 'position' && move.dragging === false ? noteOfView(move.id) : undefined;
    const note = id === undefined ? undefined : notes[id];
    if (id === undefined || !note || !move.position) return [];
    const to = { x: Math.round(move.position.x), y: Math.round(move.position.y) };
    return to.x === note.x && to.y === note.y ? [] : [{ edit: 'putNote', id, note: { ...note, ...to } }];
  });
}

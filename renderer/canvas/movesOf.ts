import type { NodeChange } from '@xyflow/react';
import type { FlowDocument, Position } from '../../flows/model/document.ts';

/** Where nodes have come to stand, once a drag or a key press is over; undefined when nothing really moved. */
export function movesOf(changes: readonly NodeChange[], document: FlowDocument): Record<string, Position> | undefined {
  const moves: Record<string, Position> = {};
  for (const change of changes) {
    if (change.type !== 'position' || change.dragging !== false || !change.position || !document.nodes[change.id]) continue;
    const to = { x: Math.round(change.position.x), y: Math.round(change.position.y) };
    const from = document.layout[change.id];
    if (from?.x !== to.x || from.y !== to.y) moves[change.id] = to;
  }
  return Object.keys(moves).length > 0 ? moves : undefined;
}

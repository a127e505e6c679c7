import { parseEnd, type FlowDocument, type Position } from '../../flows/model/document.ts';
import { applyEdit, type Edit } from '../../flows/model/edits.ts';
import { flowOrder } from '../../flows/model/flowGraph.ts';
import { columnGap, nodeHeight, nodeWidth, placeNodes } from '../canvas/placeNodes.ts';

const step = nodeWidth + columnGap;
const rowGap = 56;

/**
 * The edit of a fix together with places for what it adds: in the line before the node that rejected, which moves right with all that follows
 * it; what only feeds the new nodes stands below them. Still one edit, undone as one.
 */
export function fixWithPlaces(document: FlowDocument, edit: Edit, rejecting: string): Edit {
  const after = applyEdit(document, edit).document;
  const added = flowOrder(after).filter((id) => !document.nodes[id]);
  if (added.length === 0) return edit;
  const places = placeNodes(document);
  const at = places[rejecting] ?? { x: 0, y: 0 };
  const isFed = (id: string): boolean => after.edges.some(({ to }) => parseEnd(to).node === id);
  const line = added.filter(isFed);
  const positions: Record<string, Position> = {};
  for (const id of following(after, rejecting)) if (places[id]) positions[id] = { x: places[id].x + line.length * step, y: places[id].y };
  for (const [index, id] of line.entries()) positions[id] = { x: at.x + index * step, y: at.y };
  for (const [index, id] of added.filter((one) => !isFed(one)).entries()) positions[id] = { x: at.x - step / 2, y: at.y + (index + 1) * (nodeHeight + rowGap) };
  return { edit: 'all', edits: [edit, { edit: 'moveNodes', positions }] };
}

/** A node and all that its rows reach. */
function following({ edges }: FlowDocument, start: string): Set<string> {
  const found = new Set([start]);
  for (const id of found) for (const { from, to } of edges) if (parseEnd(from).node === id) found.add(parseEnd(to).node);
  return found;
}

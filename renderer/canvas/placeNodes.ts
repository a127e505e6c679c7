import { parseEnd, type FlowDocument, type Position } from '../../flows/model/document.ts';
import { flowOrder, indexEdges } from '../../flows/model/flowGraph.ts';

export const nodeWidth = 252;
export const nodeHeight = 98;
/** The part of a card whose middle the first ports stand at. */
export const headHeight = 68;
export const columnGap = 68;
export const rowGap = 48;

/** Where nodes stand. Those without a place of their own are put in columns, each right of all that feed it. */
export function placeNodes(document: FlowDocument): Readonly<Record<string, Position>> {
  const homeless = Object.keys(document.nodes).filter((id) => !document.layout[id]);
  if (homeless.length === 0) return document.layout;
  const column = new Map<string, number>();
  const edges = indexEdges(document);
  for (const id of flowOrder(document)) {
    const feeding = edges.into(id).map((edge) => column.get(parseEnd(edge.from).node) ?? -1);
    column.set(id, Math.max(-1, ...feeding) + 1);
  }
  const below = Math.max(-(nodeHeight + rowGap), ...Object.values(document.layout).map(({ y }) => y)) + nodeHeight + rowGap;
  const used = new Map<number, number>();
  const places: Record<string, Position> = { ...document.layout };
  for (const id of homeless) {
    const x = column.get(id) ?? 0;
    const row = used.get(x) ?? 0;
    used.set(x, row + 1);
    places[id] = { x: x * (nodeWidth + columnGap), y: below + row * (nodeHeight + rowGap) };
  }
  return places;
}

/** `wanted`, or the nearest place below it that no node covers. */
export function freePlace(document: FlowDocument, wanted: Position): Position {
  const taken = Object.values(placeNodes(document));
  const x = Math.round(wanted.x / 8) * 8;
  let y = Math.round(wanted.y / 8) * 8;
  while (taken.some((place) => Math.abs(place.x - x) < nodeWidth * 0.6 && Math.abs(place.y - y) < nodeHeight)) y += nodeHeight + rowGap / 2;
  return { x, y };
}

import type { NodePositionChange } from '@xyflow/react';
import { parseEnd, type FlowDocument, type FlowGroup, type Position } from '../../flows/model/document.ts';
import type { Edit } from '../../flows/model/edits.ts';
import type { NodeSize } from '../canvas/arrangeNodes.ts';
import { nodeHeight, nodeWidth, placeNodes } from '../canvas/placeNodes.ts';

export type Box = Position & NodeSize;

/** Around the nodes of a group; multiples of the grid, so that a frame keeps to it with its nodes. */
const side = 24;
const head = 48;

const groupPrefix = 'group:';

/** The id under which the canvas draws and selects a group. No node can have it. */
export function groupViewId(id: string): string {
  return `${groupPrefix}${id}`;
}

/** The group that a view of the canvas stands for; undefined when it stands for something else. */
export function groupOfView(viewId: string): string | undefined {
  return viewId.startsWith(groupPrefix) ? viewId.slice(groupPrefix.length) : undefined;
}

/** The frame around nodes; of a collapsed group, the card that stands for them. Undefined when none of them has a place. */
export function frameOf(group: FlowGroup, boxOf: (node: string) => Box | undefined): Box | undefined {
  const boxes = group.nodes.flatMap((node) => boxOf(node) ?? []);
  if (boxes.length === 0) return undefined;
  const corner = { x: Math.min(...boxes.map((box) => box.x)), y: Math.min(...boxes.map((box) => box.y)) };
  // In the place of a node, so that edges stay straight.
  if (group.isCollapsed) return { ...corner, width: nodeWidth, height: nodeHeight };
  const [x, y] = [corner.x - side, corner.y - head];
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) + side - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) + side - y,
  };
}

/** The nodes that are not drawn because their group is collapsed, each with the id of the view that stands for it. */
export function standIns({ groups = {} }: FlowDocument): ReadonlyMap<string, string> {
  return new Map(Object.entries(groups).flatMap(([id, group]) => (group.isCollapsed ? group.nodes.map((node) => [node, groupViewId(id)] as const) : [])));
}

/** The moves of a canvas with those of groups turned into moves of their nodes. */
export function withGroupMoves<T extends { readonly type: string }>(changes: readonly T[], document: FlowDocument): (T | NodePositionChange)[] {
  const moved = new Set(changes.flatMap((change) => (isMove(change) ? [change.id] : [])));
  return changes.flatMap((change): (T | NodePositionChange)[] => {
    const id = isMove(change) ? groupOfView(change.id) : undefined;
    const group = id === undefined ? undefined : document.groups?.[id];
    if (!isMove(change) || !group || !change.position) return [change];
    const places = placeNodes(document);
    const frame = frameOf(group, (node) => places[node] && { ...places[node], width: nodeWidth, height: nodeHeight });
    if (!frame) return [change];
    const by = { x: change.position.x - frame.x, y: change.position.y - frame.y };
    const members = group.nodes.filter((node) => places[node] && !moved.has(node));
    return [
      change,
      ...members.map(
        (node): NodePositionChange => ({
          type: 'position',
          id: node,
          position: { x: places[node]!.x + by.x, y: places[node]!.y + by.y },
          ...(change.dragging === undefined ? {} : { dragging: change.dragging }),
        }),
      ),
    ];
  });
}

function isMove(change: { readonly type: string }): change is NodePositionChange {
  return change.type === 'position';
}

/** The edit that puts nodes into a new group; they leave the groups they are in. */
export function groupEdit(document: FlowDocument, id: string, title: string, nodes: readonly string[]): Edit {
  const left = Object.entries(document.groups ?? {}).flatMap(([other, group]): Edit[] => {
    const rest = group.nodes.filter((node) => !nodes.includes(node));
    return rest.length === group.nodes.length ? [] : [{ edit: 'putGroup', id: other, group: rest.length > 0 ? { ...group, nodes: rest } : undefined }];
  });
  return { edit: 'all', edits: [...left, { edit: 'putGroup', id, group: { title, nodes: [...nodes] } }] };
}

/** How many edges lead into and out of a group. */
export function edgesAcross({ edges }: FlowDocument, { nodes }: FlowGroup): { into: number; out: number } {
  const has = (end: string): boolean => nodes.includes(parseEnd(end).node);
  return { into: edges.filter(({ from, to }) => !has(from) && has(to)).length, out: edges.filter(({ from, to }) => has(from) && !has(to)).length };
}

/** A free id for a new group or note: `group`, then `group2`. */
export function freeId(taken: Readonly<Record<string, unknown>> | undefined, base: string): string {
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}${number}`;
    if (!Object.hasOwn(taken ?? {}, id)) return id;
  }
}

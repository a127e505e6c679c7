import { z } from 'zod';
import { documentSchema, edgeId, parseEnd, type FlowDocument, type Position } from '../../flows/model/document.ts';
import type { Edit } from '../../flows/model/edits.ts';
import { freeId, groupViewId } from '../annotations/groups.ts';
import { noteViewId } from '../annotations/notes.ts';
import { newNodeId } from '../../flows/model/newNodeId.ts';
import { placeNodes } from './placeNodes.ts';

const { nodes, edges, groups, notes, layout } = documentSchema.shape;
/** What lies on the clipboard: a part of a flow document, so that it can be mailed, kept and pasted into another flow. */
const clippingSchema = z.object({ sluiceNodes: z.literal(1), nodes, edges, groups, notes, layout });

/** What is picked of a flow, as text: nodes, the edges between them, where they stand, groups with their nodes, notes. `picked` as in the selection. */
export function nodesAsText(document: FlowDocument, picked: ReadonlySet<string>): string {
  const places = placeNodes(document);
  const groups = Object.entries(document.groups ?? {}).filter(([id, group]) => picked.has(groupViewId(id)) || group.nodes.every((node) => picked.has(node)));
  const ids = new Set([...picked, ...groups.flatMap(([, group]) => group.nodes)]);
  const nodes = Object.entries(document.nodes).filter(([id]) => ids.has(id));
  const notes = Object.entries(document.notes ?? {}).filter(([id]) => ids.has(noteViewId(id)));
  const clipping = {
    sluiceNodes: 1,
    nodes: Object.fromEntries(nodes),
    edges: document.edges.filter((edge) => ids.has(parseEnd(edge.from).node) && ids.has(parseEnd(edge.to).node)),
    ...(groups.length > 0 ? { groups: Object.fromEntries(groups) } : {}),
    ...(notes.length > 0 ? { notes: Object.fromEntries(notes) } : {}),
    layout: Object.fromEntries(nodes.map(([id]) => [id, places[id]])),
  };
  return JSON.stringify(clipping, null, 2);
}

/**
 * The one edit that adds what `text` holds, and the ids to pick afterwards; undefined when the text is no part of a flow.
 * What is added stands around `at`, or a little beside where it was.
 */
export function pasteEdit(document: FlowDocument, text: string, at: Position | undefined): { edit: Edit; ids: string[] } | undefined {
  const clipping = readClipping(text);
  if (!clipping) return undefined;
  const places = placeNodes({ ...document, ...clipping });
  const old = [...Object.keys(clipping.nodes).map((id) => places[id]!), ...Object.values(clipping.notes ?? {})];
  if (old.length === 0) return undefined;
  const corner = { x: Math.min(...old.map(({ x }) => x)), y: Math.min(...old.map(({ y }) => y)) };
  const shift = at ? { x: at.x - corner.x, y: at.y - corner.y } : { x: 32, y: 32 };
  const moved = ({ x, y }: Position): Position => ({ x: Math.round(x + shift.x), y: Math.round(y + shift.y) });
  const names = new Map<string, string>();
  const added: Edit[] = [];
  for (const [was, node] of Object.entries(clipping.nodes)) {
    const id = newNodeId(document, node.type, [...names.values()]);
    names.set(was, id);
    added.push({ edit: 'addNode', id, node, position: moved(places[was]!) });
  }
  const joined = new Map<string, Edit>();
  for (const { from, to } of clipping.edges) {
    const edge = { from: renamed(from, names), to: renamed(to, names) };
    joined.set(edgeId(edge), { edit: 'addEdge', edge });
  }
  const groups = newEntries(document.groups, clipping.groups, 'group').map(
    ([id, group]): Edit => ({ edit: 'putGroup', id, group: { ...group, nodes: group.nodes.map((node) => names.get(node)!) } }),
  );
  const notes = newEntries(document.notes, clipping.notes, 'note').map(([id, note]) => ({ edit: 'putNote' as const, id, note: { ...note, ...moved(note) } }));
  return { edit: { edit: 'all', edits: [...added, ...joined.values(), ...groups, ...notes] }, ids: [...names.values(), ...notes.map(({ id }) => noteViewId(id))] };
}

/** The entries under ids that are free. */
function newEntries<T>(taken: Readonly<Record<string, T>> = {}, added: Readonly<Record<string, T>> = {}, base: string): [string, T][] {
  const all: Record<string, T> = { ...taken };
  return Object.values(added).map((entry) => {
    const id = freeId(all, base);
    all[id] = entry;
    return [id, entry];
  });
}

function renamed(end: string, names: ReadonlyMap<string, string>): string {
  const { node, port } = parseEnd(end);
  return `${names.get(node) ?? node}.${port}`;
}

function readClipping(text: string): z.output<typeof clippingSchema> | undefined {
  try {
    const parsed = clippingSchema.safeParse(JSON.parse(text));
    const has = (node: string): boolean => parsed.data?.nodes[node] !== undefined;
    const isJoined = parsed.data?.edges.every(({ from, to }) => has(parseEnd(from).node) && has(parseEnd(to).node));
    const isWhole = isJoined && Object.values(parsed.data?.groups ?? {}).every((group) => group.nodes.every(has));
    return isWhole ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

import { z } from 'zod';
import { documentSchema, edgeId, parseEnd, type FlowDocument, type Position } from '../../flows/model/document.ts';
import type { Edit } from '../../flows/model/edits.ts';
import { newNodeId } from '../../flows/model/newNodeId.ts';
import { placeNodes } from './placeNodes.ts';

const { nodes, edges, layout } = documentSchema.shape;
/** What lies on the clipboard: a part of a flow document, so that it can be mailed, kept and pasted into another flow. */
const clippingSchema = z.object({ sluiceNodes: z.literal(1), nodes, edges, layout });

/** Some nodes of a flow, the edges between them and where they stand, as text. */
export function nodesAsText(document: FlowDocument, ids: ReadonlySet<string>): string {
  const places = placeNodes(document);
  const picked = Object.entries(document.nodes).filter(([id]) => ids.has(id));
  const clipping = {
    sluiceNodes: 1,
    nodes: Object.fromEntries(picked),
    edges: document.edges.filter((edge) => ids.has(parseEnd(edge.from).node) && ids.has(parseEnd(edge.to).node)),
    layout: Object.fromEntries(picked.map(([id]) => [id, places[id]])),
  };
  return JSON.stringify(clipping, null, 2);
}

/**
 * The one edit that adds what `text` holds, and the ids of the new nodes; undefined when the text is no part of a flow.
 * The nodes stand around `at`, or a little beside where they were.
 */
export function pasteEdit(document: FlowDocument, text: string, at: Position | undefined): { edit: Edit; ids: string[] } | undefined {
  const clipping = readClipping(text);
  if (!clipping || Object.keys(clipping.nodes).length === 0) return undefined;
  const places = placeNodes({ ...document, ...clipping });
  const corner = {
    x: Math.min(...Object.keys(clipping.nodes).map((id) => places[id]!.x)),
    y: Math.min(...Object.keys(clipping.nodes).map((id) => places[id]!.y)),
  };
  const shift = at ? { x: at.x - corner.x, y: at.y - corner.y } : { x: 32, y: 32 };
  const names = new Map<string, string>();
  const added: Edit[] = [];
  for (const [old, node] of Object.entries(clipping.nodes)) {
    const id = newNodeId(document, node.type, [...names.values()]);
    names.set(old, id);
    added.push({ edit: 'addNode', id, node, position: { x: Math.round(places[old]!.x + shift.x), y: Math.round(places[old]!.y + shift.y) } });
  }
  const joined = new Map<string, Edit>();
  for (const { from, to } of clipping.edges) {
    const edge = { from: renamed(from, names), to: renamed(to, names) };
    joined.set(edgeId(edge), { edit: 'addEdge', edge });
  }
  return { edit: { edit: 'all', edits: [...added, ...joined.values()] }, ids: [...names.values()] };
}

function renamed(end: string, names: ReadonlyMap<string, string>): string {
  const { node, port } = parseEnd(end);
  return `${names.get(node) ?? node}.${port}`;
}

function readClipping(text: string): z.output<typeof clippingSchema> | undefined {
  try {
    const parsed = clippingSchema.safeParse(JSON.parse(text));
    const isWhole = parsed.data?.edges.every(({ from, to }) => parsed.data.nodes[parseEnd(from).node] && parsed.data.nodes[parseEnd(to).node]);
    return isWhole ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

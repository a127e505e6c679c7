import { edgeId, parseEnd, type FlowDocument, type FlowEdge } from '../../flows/model/document.ts';
import { applyEdit, type Edit } from '../../flows/model/edits.ts';
import type { Workbench } from '../app/workbench.ts';
import { describeNode } from '../canvas/describeNode.ts';
import { goesThrough, spliceEdits, unspliceEdits } from '../canvas/spliceNode.ts';

/** The one picked node; undefined when there is none or several, or a group or note is picked. */
export function pickedNode({ selection, flow }: Workbench): string | undefined {
  const [id, ...others] = selection.getState().nodes;
  return id !== undefined && others.length === 0 && flow.getState().document.nodes[id] ? id : undefined;
}

/** The port that the picked node's rows go on by. */
function outPort(workbench: Workbench): string | undefined {
  const id = pickedNode(workbench);
  const node = id === undefined ? undefined : workbench.flow.getState().document.nodes[id];
  const port = node && describeNode(node, workbench.definitions[node.type]).outs.find(({ name }) => name !== 'rejected');
  return port && `${id}.${port.name}`;
}

export function canAddAfter(workbench: Workbench): boolean {
  return outPort(workbench) !== undefined;
}

/** Asks for a node to follow the picked one: on the edge that leaves it, where there is one, else at its end. */
export function addAfter(workbench: Workbench): void {
  const from = outPort(workbench);
  const leaving = workbench.flow.getState().document.edges.filter((edge) => edge.from === from);
  workbench.selection.getState().showQuickAdd(leaving.length === 1 ? { onEdge: edgeId(leaving[0]!) } : { from });
}

export function canMoveOnEdge(workbench: Workbench): boolean {
  const id = pickedNode(workbench);
  const node = id === undefined ? undefined : workbench.flow.getState().document.nodes[id];
  return node !== undefined && goesThrough(node, workbench.definitions[node.type]);
}

/** The edges the picked node can be moved to, in the flow as it is once the node is taken out of its line. */
export function edgesToMoveTo(document: FlowDocument, id: string): FlowEdge[] {
  const without = applyEdit(document, { edit: 'all', edits: unspliceEdits(document, id) }).document;
  // An edge that is only there without the node is where it stands now.
  const known = new Set(document.edges.map(edgeId));
  return without.edges.filter((edge) => parseEnd(edge.from).node !== id && known.has(edgeId(edge)));
}

/** Takes a node out of its line, joins its neighbours, and puts it on another edge: one step. */
export function moveToEdge({ flow, definitions }: Workbench, id: string, edge: FlowEdge): void {
  const { document } = flow.getState();
  const out = unspliceEdits(document, id);
  const without = applyEdit(document, { edit: 'all', edits: out }).document;
  const node = document.nodes[id]!;
  const splice = spliceEdits(without, edge, { id, node, definition: definitions[node.type] });
  if (!splice) return;
  const place: Edit = { edit: 'moveNodes', positions: { [id]: splice.position } };
  flow.getState().edit({ edit: 'all', edits: [...out, ...splice.edits, place] });
}

/** Shows the outline and puts the keyboard there. */
export function goToOutline({ selection }: Workbench): void {
  selection.getState().showLeft('outline');
  // Once it is drawn.
  setTimeout(() => document.querySelector<HTMLElement>('[role="tree"] [tabindex="0"]')?.focus());
}

import type { Position } from '../../flows/model/document.ts';
import type { Workbench } from '../app/workbench.ts';
import { alignNodes, type Alignment } from './alignNodes.ts';
import { arrangeNodes } from './arrangeNodes.ts';
import { placeNodes } from './placeNodes.ts';

/** Lays the whole flow out, as one step, and shows all of it. */
export async function arrangeFlow(workbench: Workbench): Promise<void> {
  const { flow, canvas } = workbench;
  const handle = canvas.current;
  if (!handle) return;
  await moveTo(workbench, await arrangeNodes(flow.getState().document, (id) => handle.sizeOf(id)));
  handle.fit();
}

/** Aligns or spreads the selected nodes, as one step. */
export async function alignSelected(workbench: Workbench, how: Alignment): Promise<void> {
  const { flow, selection, canvas } = workbench;
  const handle = canvas.current;
  if (!handle) return;
  const places = placeNodes(flow.getState().document);
  const boxes = [...selection.getState().nodes].flatMap((id) => (places[id] ? [{ id, ...places[id], ...handle.sizeOf(id) }] : []));
  await moveTo(workbench, alignNodes(boxes, how));
}

/** Nodes glide to their places on the canvas; then the document says so. What was removed meanwhile stays removed. */
async function moveTo({ flow, canvas }: Workbench, wanted: Readonly<Record<string, Position>>): Promise<void> {
  const before = flow.getState().document;
  const moving = Object.entries(wanted).filter(([id, { x, y }]) => before.layout[id]?.x !== x || before.layout[id].y !== y);
  if (moving.length === 0) return;
  await canvas.current?.glide(Object.fromEntries(moving));
  const { nodes } = flow.getState().document;
  flow.getState().edit({ edit: 'moveNodes', positions: Object.fromEntries(moving.filter(([id]) => nodes[id])) });
}

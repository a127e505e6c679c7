import type { Position } from '../../flows/model/document.ts';
import { notifyWhile } from '../app/notify.ts';
import type { Workbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { alignNodes, type Alignment } from './alignNodes.ts';
import { arrangeNodes, type Layout, type NodeSize } from './arrangeNodes.ts';
import { cardLayout, type CardLayout } from './cardLayout.ts';
import { describeNode } from './describeNode.ts';
import { layeredGraph, placesOf } from './layeredGraph.ts';
import { layoutInWorker } from './layoutInWorker.ts';
import { placeNodes } from './placeNodes.ts';
import { quickLayout } from './quickLayout.ts';

/** `layered`: edges cross as little as they can; worked out beside the window. `quick`: at once, and good enough for most flows. */
type Arrangement = 'layered' | 'quick';

/** Lays the whole flow out, as one step, and shows all of it. */
export async function arrangeFlow(workbench: Workbench, how: Arrangement): Promise<void> {
  const { flow, canvas, definitions } = workbench;
  const handle = canvas.current;
  if (!handle) return;
  const { document, path } = flow.getState();
  const sizeOf = (id: string): NodeSize => handle.sizeOf(id);
  const layoutOf = (id: string): CardLayout => ({ ...cardLayout(describeNode(document.nodes[id]!, definitions[document.nodes[id]!.type])), ...sizeOf(id) });
  const layered: Layout = async (line) => placesOf(await notifyWhile(words.canvas.arranging, (signal) => layoutInWorker(layeredGraph(line, layoutOf), signal)));
  const places = await arrangeNodes(document, sizeOf, how === 'quick' ? (line) => quickLayout(line, sizeOf) : layered);
  // Another flow may have been opened meanwhile.
  if (flow.getState().path !== path) return;
  await moveTo(workbench, places);
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

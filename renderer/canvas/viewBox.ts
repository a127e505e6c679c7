import type { Viewport } from '@xyflow/react';
import type { FlowDocument } from '../../flows/model/document.ts';
import { nodeHeight, nodeWidth, placeNodes } from './placeNodes.ts';
import type { Box } from './revealShift.ts';

/** In px between what is revealed and the rim; at the foot are the buttons for the zoom. */
const rim = { side: 24, foot: 64 };

/** Where these nodes are drawn, all together, in px of the canvas; undefined where the flow has none of them. */
export function viewBox(document: FlowDocument, ids: Iterable<string>, { x, y, zoom }: Viewport): Box | undefined {
  const all = placeNodes(document);
  const places = [...ids].flatMap((id) => all[id] ?? []);
  if (places.length === 0) return undefined;
  const [xs, ys] = [places.map((place) => place.x), places.map((place) => place.y)];
  return { left: Math.min(...xs) * zoom + x, top: Math.min(...ys) * zoom + y, right: (Math.max(...xs) + nodeWidth) * zoom + x, bottom: (Math.max(...ys) + nodeHeight) * zoom + y };
}

/** The part of a canvas of this size, in px, in which cards are to be seen. */
export function viewFrame({ width, height }: { readonly width: number; readonly height: number }): Box {
  return { left: rim.side, top: rim.side, right: width - rim.side, bottom: height - rim.foot };
}

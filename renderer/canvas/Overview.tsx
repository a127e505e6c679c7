import { MiniMap, useStore, type ReactFlowState } from '@xyflow/react';
import { memo } from 'react';
import type { NodeKind } from '../../flows/kit/defineNode.ts';
import type { CanvasView } from '../annotations/viewCanvas.ts';
import { words } from '../words/words.ts';
import styles from './Canvas.module.css';
import { nodeHeight, nodeWidth } from './placeNodes.ts';

const mostNodes = 1000;
const kindColors: Record<NodeKind, string> = { source: 'var(--source)', transform: 'var(--transform)', sink: 'var(--sink)' };

/** The whole flow, small, while a part of it is out of sight. Where all is seen it would show nothing new, and lie on a card. */
export const Overview = memo(function Overview() {
  const isUseful = useStore(hidesSome);
  if (!isUseful) return null;
  return (
    <MiniMap<CanvasView>
      pannable
      zoomable
      className={styles['minimap']}
      ariaLabel={words.canvas.minimap}
      nodeColor={colorOf}
      nodeBorderRadius={24}
      maskColor="var(--minimap-mask)"
    />
  );
});

function hidesSome({ nodeLookup, transform: [x, y, zoom], width, height }: ReactFlowState): boolean {
  if (nodeLookup.size >= mostNodes) return false;
  for (const { internals, measured } of nodeLookup.values()) {
    const [left, top] = [internals.positionAbsolute.x * zoom + x, internals.positionAbsolute.y * zoom + y];
    if (left < 0 || top < 0 || left + (measured.width ?? nodeWidth) * zoom > width || top + (measured.height ?? nodeHeight) * zoom > height) return true;
  }
  return false;
}

function colorOf(view: CanvasView): string {
  if (view.type === 'step') return kindColors[view.data.definition?.kind ?? 'transform'];
  return view.type === 'note' ? 'var(--warn-soft)' : 'color-mix(in srgb, var(--text) 8%, transparent)';
}

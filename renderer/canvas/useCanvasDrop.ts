import { useReactFlow } from '@xyflow/react';
import type { DragEvent } from 'react';
import { useWorkbench } from '../app/workbench.ts';
import { addNode } from './addNode.ts';

/** The kind of data a node type travels as while it is dragged from the palette. */
export const nodeTypeMime = 'application/x-sluice-node-type';

/** The handlers that let node types be dropped: the node's middle lands exactly under the pointer. */
export function useCanvasDrop(): { onDragOver(event: DragEvent): void; onDrop(event: DragEvent): void } {
  const workbench = useWorkbench();
  const { screenToFlowPosition } = useReactFlow();
  return {
    onDragOver(event) {
      if (!event.dataTransfer.types.includes(nodeTypeMime)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    onDrop(event) {
      const type = event.dataTransfer.getData(nodeTypeMime);
      if (!type) return;
      event.preventDefault();
      addNode(workbench, type, { at: screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false }) });
    },
  };
}

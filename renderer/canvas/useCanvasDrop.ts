import { useReactFlow } from '@xyflow/react';
import { useState, type DragEvent } from 'react';
import { useWorkbench } from '../app/workbench.ts';
import { notifyError } from '../app/notify.ts';
import { addNode } from './addNode.ts';
import { dropFiles } from './dropFiles.ts';
import { edgeAt } from './edgeAt.ts';

/** The kind of data a node type travels as while it is dragged from the palette. */
export const nodeTypeMime = 'application/x-sluice-node-type';
/** Travels along where rows can go through the node: during a drag only the kinds of data can be read. */
export const goesThroughMime = 'application/x-sluice-goes-through';

/** The handlers that let node types be dropped (the node's middle lands exactly under the pointer, or the node on the edge that is there) and files; while files are over the canvas, that it takes them. */
export function useCanvasDrop(): { 'data-takes-drop': boolean; onDragOver(event: DragEvent): void; onDragLeave(): void; onDrop(event: DragEvent): void } {
  const [takes, setTakes] = useState(false);
  const workbench = useWorkbench();
  const { screenToFlowPosition } = useReactFlow();
  return {
    'data-takes-drop': takes,
    onDragOver(event) {
      const isFile = event.dataTransfer.types.includes('Files');
      if (!isFile && !event.dataTransfer.types.includes(nodeTypeMime)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setTakes(isFile);
      const edge = event.dataTransfer.types.includes(goesThroughMime) ? edgeAt({ x: event.clientX, y: event.clientY }) : undefined;
      workbench.selection.getState().setDropEdge(edge);
    },
    onDragLeave: () => {
      setTakes(false);
      workbench.selection.getState().setDropEdge(undefined);
    },
    onDrop(event) {
      setTakes(false);
      const files = [...event.dataTransfer.files];
      if (files.length > 0) {
        event.preventDefault();
        dropFiles(workbench, files, screenToFlowPosition({ x: event.clientX, y: event.clientY })).catch(notifyError);
        return;
      }
      const type = event.dataTransfer.getData(nodeTypeMime);
      if (!type) return;
      event.preventDefault();
      const at = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      addNode(workbench, type, { at, onEdge: workbench.selection.getState().dropEdge });
      workbench.selection.getState().setDropEdge(undefined);
    },
  };
}

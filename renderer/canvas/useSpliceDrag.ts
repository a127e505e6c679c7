import { useMemo } from 'react';
import { edgeId, parseEnd } from '../../flows/model/document.ts';
import { useWorkbench, type Workbench } from '../app/workbench.ts';
import { edgeAt } from './edgeAt.ts';
import { goesThrough, spliceEdits } from './spliceNode.ts';
import type { CanvasView } from '../annotations/viewCanvas.ts';

interface SpliceDrag {
  onNodeDrag(event: MouseEvent | TouchEvent, node: CanvasView): void;
  onNodeDragStop(event: MouseEvent | TouchEvent, node: CanvasView): void;
}

/** Lets a node that nothing is connected to be dropped on an edge: the edge lights up, and the rows then go through the node. One step. */
export function useSpliceDrag(): SpliceDrag {
  const workbench = useWorkbench();
  return useMemo(() => {
    const { flow, selection } = workbench;
    return {
      onNodeDrag(event, { id }) {
        selection.getState().setDropEdge(isLoose(workbench, id) ? edgeUnder(event, id) : undefined);
      },
      onNodeDragStop(event, { id, position }) {
        const under = isLoose(workbench, id) ? edgeUnder(event, id) : undefined;
        selection.getState().setDropEdge(undefined);
        const { document } = flow.getState();
        const edge = document.edges.find((one) => edgeId(one) === under);
        const node = document.nodes[id];
        const splice = edge && node && spliceEdits(document, edge, { id, node, definition: workbench.definitions[node.type], at: position });
        if (splice) flow.getState().edit({ edit: 'all', edits: [...splice.edits, { edit: 'moveNodes', positions: { [id]: splice.position } }] }, `move ${id}`);
      },
    };
  }, [workbench]);
}

function isLoose({ flow, definitions }: Workbench, id: string): boolean {
  const { nodes, edges } = flow.getState().document;
  const node = nodes[id];
  const isJoined = edges.some(({ from, to }) => parseEnd(from).node === id || parseEnd(to).node === id);
  return node !== undefined && !isJoined && goesThrough(node, definitions[node.type]);
}

/** Below the pointer, else below the middle of the card: what the eye aims with. */
function edgeUnder(event: MouseEvent | TouchEvent, id: string): string | undefined {
  const pointed = 'clientX' in event ? edgeAt({ x: event.clientX, y: event.clientY }) : undefined;
  if (pointed !== undefined) return pointed;
  const box = document.querySelector(`.react-flow__node[data-id="${id}"]`)?.getBoundingClientRect();
  return box && edgeAt({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
}

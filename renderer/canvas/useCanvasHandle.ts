import { useReactFlow } from '@xyflow/react';
import { useEffect, useRef, type RefObject } from 'react';
import { attachCanvas, useFlow, useWorkbench } from '../app/workbench.ts';
import { fitViewOptions } from './fitViewOptions.ts';
import { nodeHeight, nodeWidth } from './placeNodes.ts';
import { useGlide } from './useGlide.ts';

const fitOptions = { ...fitViewOptions, duration: 180 };

/** Lets commands move the canvas and ask where its middle and the pointer are. Fits the flow whenever another one is opened. */
export function useCanvasHandle(): RefObject<HTMLElement | null> {
  const workbench = useWorkbench();
  const { fitView, zoomIn, zoomOut, screenToFlowPosition, getNode } = useReactFlow();
  const glide = useGlide();
  const pane = useRef<HTMLElement>(null);
  const path = useFlow((state) => state.path);

  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    let pointer: { x: number; y: number } | undefined;
    const move = (event: PointerEvent): void => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const leave = (): void => {
      pointer = undefined;
    };
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerleave', leave);
    const detach = attachCanvas(workbench, {
      fit: (nodes) => void fitView(nodes ? { ...fitOptions, nodes: nodes.map((id) => ({ id })) } : fitOptions),
      zoom: (by) => void (by === 'in' ? zoomIn : zoomOut)({ duration: 120 }),
      middle: () => {
        const box = element.getBoundingClientRect();
        return screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
      },
      pointer: () => pointer && screenToFlowPosition(pointer),
      focusNode: (id) => void fitView({ ...fitOptions, nodes: [{ id }] }),
      sizeOf: (id) => {
        const measured = getNode(id)?.measured;
        return { width: measured?.width ?? nodeWidth, height: measured?.height ?? nodeHeight };
      },
      glide,
    });
    return () => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerleave', leave);
      detach();
    };
  }, [workbench, fitView, zoomIn, zoomOut, screenToFlowPosition, getNode, glide]);

  useEffect(() => {
    if (path === '') return;
    const frame = requestAnimationFrame(() => void fitView({ ...fitOptions, duration: 0 }));
    return () => cancelAnimationFrame(frame);
  }, [path, fitView]);

  return pane;
}

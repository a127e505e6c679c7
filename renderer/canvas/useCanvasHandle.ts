import { useReactFlow } from '@xyflow/react';
import { useEffect, useRef, type RefObject } from 'react';
import { attachCanvas, useFlow, useWorkbench } from '../app/workbench.ts';
import { fitViewOptions } from './fitViewOptions.ts';
import { nodeHeight, nodeWidth } from './placeNodes.ts';
import { revealShift } from './revealShift.ts';
import { useGlide } from './useGlide.ts';
import { useSteadyView } from './useSteadyView.ts';
import { viewBox, viewFrame } from './viewBox.ts';

const glideMs = 180;
const fitOptions = { ...fitViewOptions, duration: glideMs };

/** Lets commands move the canvas and ask where its middle and the pointer are. Fits the flow whenever another one is opened. */
export function useCanvasHandle(): RefObject<HTMLElement | null> {
  const workbench = useWorkbench();
  const { fitView, zoomIn, zoomOut, screenToFlowPosition, getNode, getViewport, setViewport } = useReactFlow();
  const glide = useGlide();
  const fit = useSteadyView();
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
      fit: (nodes) => (nodes ? void fitView({ ...fitOptions, nodes: nodes.map((id) => ({ id })) }) : fit(glideMs)),
      zoom: (by) => void (by === 'in' ? zoomIn : zoomOut)({ duration: 120 }),
      middle: () => {
        const box = element.getBoundingClientRect();
        return screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
      },
      pointer: () => pointer && screenToFlowPosition(pointer),
      focusNode: (id) => void fitView({ ...fitOptions, nodes: [{ id }] }),
      reveal: (ids) => {
        const view = getViewport();
        const box = viewBox(workbench.flow.getState().document, ids, view);
        if (!box) return;
        const shift = revealShift(box, viewFrame({ width: element.clientWidth, height: element.clientHeight }));
        if (!shift) {
          // Once it is drawn: the flow may have grown.
          setTimeout(() => fit(glideMs));
          return;
        }
        if (shift.x !== 0 || shift.y !== 0) void setViewport({ ...view, x: view.x + shift.x, y: view.y + shift.y }, { duration: glideMs });
      },
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
  }, [workbench, fitView, zoomIn, zoomOut, screenToFlowPosition, getNode, getViewport, setViewport, glide, fit]);

  useEffect(() => {
    if (path === '') return;
    const frame = requestAnimationFrame(() => fit(0));
    return () => cancelAnimationFrame(frame);
  }, [path, fit]);

  return pane;
}

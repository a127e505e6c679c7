import { useReactFlow } from '@xyflow/react';
import { useEffect, useRef, type RefObject } from 'react';
import { attachCanvas, useFlow, useWorkbench } from '../app/workbench.ts';
import { fitViewOptions } from './fitViewOptions.ts';
import { nodeHeight, nodeWidth, placeNodes } from './placeNodes.ts';
import { revealShift } from './revealShift.ts';
import { useGlide } from './useGlide.ts';

const fitOptions = { ...fitViewOptions, duration: 180 };
/** In px between what is revealed and the rim; at the foot are the buttons for the zoom. */
const rim = { side: 24, foot: 64 };

/** Lets commands move the canvas and ask where its middle and the pointer are. Fits the flow whenever another one is opened. */
export function useCanvasHandle(): RefObject<HTMLElement | null> {
  const workbench = useWorkbench();
  const { fitView, zoomIn, zoomOut, screenToFlowPosition, getNode, getViewport, setViewport } = useReactFlow();
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
      reveal: (ids) => {
        const all = placeNodes(workbench.flow.getState().document);
        const places = ids.flatMap((id) => all[id] ?? []);
        if (places.length === 0) return;
        const { x, y, zoom } = getViewport();
        const [xs, ys] = [places.map((place) => place.x), places.map((place) => place.y)];
        const box = { left: Math.min(...xs) * zoom + x, top: Math.min(...ys) * zoom + y, right: (Math.max(...xs) + nodeWidth) * zoom + x, bottom: (Math.max(...ys) + nodeHeight) * zoom + y };
        const shift = revealShift(box, { left: rim.side, top: rim.side, right: element.clientWidth - rim.side, bottom: element.clientHeight - rim.foot });
        if (!shift) {
          // Once it is drawn: the flow may have grown.
          setTimeout(() => void fitView(fitOptions));
          return;
        }
        if (shift.x !== 0 || shift.y !== 0) void setViewport({ x: x + shift.x, y: y + shift.y, zoom }, { duration: fitOptions.duration });
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
  }, [workbench, fitView, zoomIn, zoomOut, screenToFlowPosition, getNode, getViewport, setViewport, glide]);

  useEffect(() => {
    if (path === '') return;
    const frame = requestAnimationFrame(() => void fitView({ ...fitOptions, duration: 0 }));
    return () => cancelAnimationFrame(frame);
  }, [path, fitView]);

  return pane;
}

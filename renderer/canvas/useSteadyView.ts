import { useReactFlow, useStoreApi, type Viewport } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { parseEnd } from '../../flows/model/document.ts';
import { useWorkbench } from '../app/workbench.ts';
import { fitViewOptions } from './fitViewOptions.ts';
import { revealShift } from './revealShift.ts';
import { viewBox, viewFrame } from './viewBox.ts';

/**
 * Keeps in sight what was, when the canvas gets another size: a flow that was fitted into it is fitted again, for as long as nobody has moved the
 * view. A view that a person has chosen stays; it only moves as far as it must for the cards that are looked at, if they were in sight.
 * Gives what fits the whole flow, in so many ms.
 */
export function useSteadyView(): (durationMs: number) => void {
  const { flow, selection } = useWorkbench();
  const { fitView, getViewport, setViewport } = useReactFlow();
  const drawn = useStoreApi();
  const fitted = useRef<Viewport>(undefined);

  const fit = useCallback(
    (durationMs: number): void => {
      void fitView({ ...fitViewOptions, duration: durationMs }).then(() => {
        fitted.current = getViewport();
      });
    },
    [fitView, getViewport],
  );

  useEffect(
    () =>
      drawn.subscribe((now, before) => {
        if ((now.width === before.width && now.height === before.height) || before.width === 0) return;
        const view = getViewport();
        if (isSame(view, fitted.current)) return fit(0);
        const { nodes, shownEdge } = selection.getState();
        const box = viewBox(flow.getState().document, nodes.size > 0 ? nodes : shownEdge === undefined ? [] : [parseEnd(shownEdge).node], view);
        if (!box) return;
        // What was out of sight stays there.
        const was = revealShift(box, { left: 0, top: 0, right: before.width, bottom: before.height });
        const shift = revealShift(box, viewFrame(now));
        if (shift && was?.x === 0 && was.y === 0) void setViewport({ ...view, x: view.x + shift.x, y: view.y + shift.y });
      }),
    [drawn, flow, selection, getViewport, setViewport, fit],
  );

  // The flow of a past run may be drawn elsewhere.
  useEffect(
    () =>
      flow.subscribe((now, before) => {
        // Once it is drawn.
        if (now.kept !== before.kept && isSame(getViewport(), fitted.current)) setTimeout(() => fit(0));
      }),
    [flow, getViewport, fit],
  );

  return fit;
}

function isSame(view: Viewport, other: Viewport | undefined): boolean {
  return other !== undefined && view.x === other.x && view.y === other.y && view.zoom === other.zoom;
}

import { useState, type PointerEvent as ReactPointerEvent, type RefObject } from 'react';

/** A press that moves less than this is a click. */
const slackPx = 6;
/** So near to its edge the grid scrolls. */
const nearPx = 28;
const scrollPx = 10;

interface Drag {
  /** The column that is dragged, and the gap it would be put into: before the column of that number. */
  readonly column: number;
  readonly gap: number;
}

/**
 * Lets the heads of a grid be dragged to other places, by what has `data-drags-column` with the number of the column. Nothing moves before the drop; Escape ends it without one.
 *
 * @param starts where each column begins and the last one ends, px from the beginning of the sheet
 * @param headPx the part of the grid that stays in sight where lines begin
 */
export function useColumnDrag(scroller: RefObject<HTMLElement | null>, starts: () => readonly number[], headPx: number, onMove: (place: number, by: number) => void): { readonly drag: Drag | undefined; readonly begin: (event: ReactPointerEvent) => void } {
  const [drag, setDrag] = useState<Drag>();
  const begin = (pressed: ReactPointerEvent): void => {
    const grid = scroller.current;
    const handle = (pressed.target as Element).closest<HTMLElement>('[data-drags-column]');
    const column = Number(handle?.dataset['dragsColumn']);
    if (!grid || !handle || pressed.button !== 0 || pressed.pointerType === 'touch') return;
    const isRtl = getComputedStyle(grid).direction === 'rtl';
    const ended = new AbortController();
    const { signal } = ended;
    let { clientX: x } = pressed;
    let gap: number | undefined;
    let frame = 0;

    const look = (): void => {
      const box = grid.getBoundingClientRect();
      const along = isRtl ? box.right - x - grid.scrollLeft : x - box.left + grid.scrollLeft;
      const edges = starts();
      const next = edges.slice(1).filter((end, index) => (edges[index]! + end) / 2 < along).length;
      if (next !== gap) setDrag({ column, gap: next });
      gap = next;
    };
    const scroll = (): void => {
      const box = grid.getBoundingClientRect();
      const [before, behind] = isRtl ? [box.right - x - headPx, x - box.left] : [x - box.left - headPx, box.right - x];
      const by = before < nearPx ? -scrollPx : behind < nearPx ? scrollPx : 0;
      if (by !== 0) {
        grid.scrollLeft += isRtl ? -by : by;
        look();
      }
      frame = requestAnimationFrame(scroll);
    };
    const end = (isDropped: boolean): void => {
      ended.abort();
      cancelAnimationFrame(frame);
      setDrag(undefined);
      if (!isDropped || gap === undefined) return;
      const place = gap > column ? gap - 1 : gap;
      if (place !== column) onMove(column, place - column);
    };
    const move = ({ clientX }: PointerEvent): void => {
      if (gap === undefined && Math.abs(clientX - pressed.clientX) < slackPx) return;
      x = clientX;
      if (gap === undefined) {
        // The grid takes the pointer: the head may scroll out of sight, and no click follows.
        grid.setPointerCapture(pressed.pointerId);
        frame = requestAnimationFrame(scroll);
      }
      look();
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      end(false);
    };
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', () => end(true), { signal });
    window.addEventListener('pointercancel', () => end(false), { signal });
    window.addEventListener('keydown', key, { signal, capture: true });
  };
  return { drag, begin };
}

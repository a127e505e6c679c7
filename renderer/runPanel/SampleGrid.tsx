import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { Cell } from '../../flows/kit/schema.ts';
import { formatCount } from '../words/format.ts';
import { words } from '../words/words.ts';
import { columnWidths } from './columnWidths.ts';
import { GridHead } from './GridHead.tsx';
import { GridRow, type DrawnColumn } from './GridRow.tsx';
import type { GridSort } from './rowsShown.ts';
import styles from './SampleGrid.module.css';
import { useColumnDrag } from './useColumnDrag.ts';
import { useRowOrder } from './useRowOrder.ts';
import type { Sample } from './useSample.ts';

interface Props {
  readonly schema: Sample['schema'];
  readonly rows: readonly (readonly Cell[])[];
  /** Which rows are shown, by their number, in this order. */
  readonly order: readonly number[];
  readonly sort: GridSort | undefined;
  readonly onSort: (column: number) => void;
  /** Puts the column at a place so many places further. */
  readonly onMove: (place: number, by: number) => void;
  /** Shows only rows with this value, or all again. */
  readonly onOnly: (column: number, value: Cell) => void;
  /** Opens the row that is shown at this place. */
  readonly onOpen: (place: number) => void;
  /** The grid has the focus, and so this row of it is looked at, by its number; or it has it no longer, and none is. */
  readonly onLook: (row: number | undefined) => void;
}

const rowPx = 28;
const headPx = 73;
const leastPx = 48;
const stepPx = 16;
const overscan = 4;
const numbersPx = 56;

/**
 * Rows in a grid of which only what is seen is drawn. Arrow keys move, with Alt they resize the column; S sorts by it, Enter opens the row,
 * Ctrl+C copies the cell. Heads are dragged to other places.
 */
export function SampleGrid({ schema, rows, order, sort, onSort, onMove, onOnly, onOpen, onLook }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState({ row: 0, column: 0 });
  const [hasFocus, setFocus] = useState(false);
  const looked = hasFocus ? order[at.row] : undefined;
  useEffect(() => onLook(looked), [onLook, looked]);
  const [resized, setResized] = useState<Readonly<Record<string, number>>>({});
  const natural = useMemo(
    () =>
      columnWidths(
        schema.map((column) => column.name),
        rows,
      ),
    [schema, rows],
  );
  const widths = natural.map((width, index) => resized[schema[index]!.name] ?? width);
  const getScrollElement = () => scroller.current;
  const isRtl = document.dir === 'rtl';
  // The virtualizer changes under its own name; nothing here is memoised by it.
  // oxlint-disable-next-line react/incompatible-library
  const vertical = useVirtualizer({
    count: order.length,
    getScrollElement,
    estimateSize: () => rowPx,
    overscan,
    paddingStart: headPx,
    scrollPaddingStart: headPx,
  });
  const horizontal = useVirtualizer({
    horizontal: true,
    isRtl,
    count: schema.length,
    getScrollElement,
    estimateSize: (index) => widths[index]!,
    overscan: 3,
    paddingStart: numbersPx,
    scrollPaddingStart: numbersPx,
  });

  useEffect(() => horizontal.measure(), [horizontal, resized, schema]);
  const resize = useCallback((column: number, width: number): void => setResized((before) => ({ ...before, [schema[column]!.name]: Math.max(leastPx, Math.round(width)) })), [schema]);
  const starts = (): number[] => {
    const all = [numbersPx];
    for (const width of widths) all.push(all.at(-1)! + width);
    return all;
  };
  const { drag, begin } = useColumnDrag(scroller, starts, numbersPx, onMove);

  const move = (row: number, column: number): void => {
    const next = { row: Math.max(0, Math.min(order.length - 1, row)), column: Math.max(0, Math.min(schema.length - 1, column)) };
    setAt(next);
    vertical.scrollToIndex(next.row);
    horizontal.scrollToIndex(next.column);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2);
    const { row, column } = at;
    const right = isRtl ? -1 : 1;
    // A button in the head has its own keys.
    if (event.target !== scroller.current) return;
    if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      resize(column, widths[column]! + (event.key === 'ArrowRight' ? right : -right) * stepPx);
      return;
    }
    const act = { s: () => onSort(column), Enter: () => onOpen(row) }[event.key];
    if (act && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      act();
      return;
    }
    const to = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - right],
      ArrowRight: [row, column + right],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
      Home: [event.ctrlKey ? 0 : row, 0],
      End: [event.ctrlKey ? order.length - 1 : row, schema.length - 1],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    move(to[0]!, to[1]!);
  };
  const lines = vertical.getVirtualItems();
  // Never fewer than are drawn, so that no two rows share one; even, so that an odd row takes the place of an odd one.
  const slots = 2 * Math.ceil((vertical.scrollRect?.height ?? 0) / rowPx / 2 + overscan + 1);
  const inPlace = useRowOrder(lines, slots, vertical.isScrolling);
  const heads = horizontal.getVirtualItems();
  const columns = useMemo(() => heads.map(({ index, start, size }): DrawnColumn => ({ index, start, size, isNumber: schema[index]!.type === 'number' })), [heads, schema]);
  const onPointerDown = (event: PointerEvent): void => {
    const place = placeOf(event);
    if (place?.column !== undefined) setAt({ row: place.row, column: place.column });
  };
  const onDoubleClick = (event: MouseEvent): void => {
    const place = placeOf(event);
    if (place) onOpen(place.row);
  };
  const onCopy = (event: ClipboardEvent): void => {
    event.clipboardData.setData('text/plain', String(rows[order[at.row] ?? -1]?.[at.column] ?? ''));
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className={styles['grid']}
      role="grid"
      aria-label={words.panel.grid}
      title={words.grid.keys}
      aria-rowcount={order.length + 1}
      aria-colcount={schema.length}
      aria-activedescendant={`cell-${at.row}-${at.column}`}
      tabIndex={0}
      data-testid="sample-grid"
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onDoubleClick={onDoubleClick}
      onCopy={onCopy}
      onFocus={() => setFocus(true)}
      onBlur={() => setFocus(false)}
    >
      <div className={styles['sheet']} style={{ width: horizontal.getTotalSize(), height: vertical.getTotalSize() }}>
        <div className={styles['head']} role="row" aria-rowindex={1} onPointerDown={begin} style={{ width: horizontal.getTotalSize() }}>
          <div className={styles['corner']} aria-hidden="true" />
          {heads.map(({ index, start, size }) => (
            <GridHead
              key={index}
              index={index}
              column={schema[index]!}
              rows={rows}
              start={start}
              width={size}
              sort={sort}
              onSort={onSort}
              onResize={resize}
              onOnly={onOnly}
              isDragged={drag?.column === index}
            />
          ))}
          {drag ? <div className={styles['gap']} style={{ insetInlineStart: starts()[drag.gap] }} data-testid="column-gap" /> : null}
        </div>
        {/* One column that stays in sight, and one text in it: a number that stays in each row would be a layer of its own in each. */}
        <div className={styles['numbers']} style={{ height: vertical.getTotalSize() - headPx }} aria-hidden="true">
          <div className={styles['number']} style={{ top: (lines[0]?.start ?? headPx) - headPx }}>
            {lines.map(({ index }) => formatCount(order[index]! + 1)).join('\n')}
          </div>
        </div>
        {inPlace.map(({ index, start }) => (
          <GridRow
            key={index % slots}
            place={index}
            top={start}
            cells={rows[order[index]!]!}
            columns={columns}
            at={at.row === index ? at.column : undefined}
          />
        ))}
      </div>
    </div>
  );
}

/** The row and the column that an event came from; `column` is missing beside the cells. */
function placeOf({ target }: { readonly target: EventTarget }): { row: number; column: number | undefined } | undefined {
  const row = (target as Element).closest<HTMLElement>('[data-place]');
  const cell = (target as Element).closest<HTMLElement>('[data-column]');
  return row ? { row: Number(row.dataset['place']), column: cell ? Number(cell.dataset['column']) : undefined } : undefined;
}

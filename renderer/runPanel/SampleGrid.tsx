import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import type { Cell } from '../../flows/kit/schema.ts';
import { formatCount, words } from '../app/words.ts';
import { ColumnTypeIcon } from '../ui/ColumnTypeIcon.tsx';
import { columnWidths } from './columnWidths.ts';
import styles from './SampleGrid.module.css';
import type { Sample } from './useSample.ts';

interface Props {
  readonly schema: Sample['schema'];
  readonly rows: readonly (readonly Cell[])[];
}

const rowPx = 28;

/** Rows in a grid of which only what is seen is drawn. Arrow keys move; Ctrl+C copies the cell. */
export function SampleGrid({ schema, rows }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState({ row: 0, column: 0 });
  const widths = useMemo(() => columnWidths(schema.map((column) => column.name), rows), [schema, rows]);
  const getScrollElement = () => scroller.current;
  // The virtualizer changes under its own name; nothing here is memoised by it.
  // oxlint-disable-next-line react/incompatible-library
  const vertical = useVirtualizer({ count: rows.length, getScrollElement, estimateSize: () => rowPx, overscan: 8, paddingStart: rowPx, scrollPaddingStart: rowPx });
  const horizontal = useVirtualizer({ horizontal: true, count: schema.length, getScrollElement, estimateSize: (index) => widths[index]!, overscan: 3, paddingStart: 56, scrollPaddingStart: 56 });

  const move = (row: number, column: number): void => {
    const next = { row: Math.max(0, Math.min(rows.length - 1, row)), column: Math.max(0, Math.min(schema.length - 1, column)) };
    setAt(next);
    vertical.scrollToIndex(next.row);
    horizontal.scrollToIndex(next.column);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2);
    const { row, column } = at;
    const to = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
      Home: [event.ctrlKey ? 0 : row, 0],
      End: [event.ctrlKey ? rows.length - 1 : row, schema.length - 1],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    move(to[0]!, to[1]!);
  };
  const onCopy = (event: ClipboardEvent): void => {
    event.clipboardData.setData('text/plain', String(rows[at.row]?.[at.column] ?? ''));
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className={styles['grid']}
      role="grid"
      aria-label={words.panel.grid}
      aria-rowcount={rows.length + 1}
      aria-colcount={schema.length}
      aria-activedescendant={`cell-${at.row}-${at.column}`}
      tabIndex={0}
      data-testid="sample-grid"
      onKeyDown={onKeyDown}
      onCopy={onCopy}
    >
      <div className={styles['sheet']} style={{ width: horizontal.getTotalSize(), height: vertical.getTotalSize() }}>
        <div className={styles['head']} role="row" aria-rowindex={1} style={{ width: horizontal.getTotalSize() }}>
          {horizontal.getVirtualItems().map(({ index, start, size }) => {
            const column = schema[index]!;
            return (
              <div key={index} role="columnheader" aria-colindex={index + 1} className={styles['name']} style={{ left: start, width: size }} title={column.label ?? column.name}>
                <ColumnTypeIcon type={column.type} />
                <span>{column.name}</span>
              </div>
            );
          })}
        </div>
        {vertical.getVirtualItems().map((line) => (
          <div key={line.index} role="row" aria-rowindex={line.index + 2} className={styles['row']} data-odd={line.index % 2 === 1} style={{ top: line.start }}>
            <div className={styles['number']} aria-hidden="true">
              {formatCount(line.index + 1)}
            </div>
            {horizontal.getVirtualItems().map(({ index, start, size }) => (
              <GridCell
                key={index}
                id={`cell-${line.index}-${index}`}
                value={rows[line.index]![index] ?? null}
                isNumber={schema[index]!.type === 'number'}
                isAt={at.row === line.index && at.column === index}
                column={index}
                left={start}
                width={size}
                onPick={() => setAt({ row: line.index, column: index })}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

interface CellProps {
  readonly id: string;
  readonly value: Cell;
  readonly isNumber: boolean;
  readonly isAt: boolean;
  readonly column: number;
  readonly left: number;
  readonly width: number;
  readonly onPick: () => void;
}

function GridCell({ id, value, isNumber, isAt, column, left, width, onPick }: CellProps) {
  return (
    <div id={id} role="gridcell" aria-colindex={column + 1} aria-selected={isAt} className={styles['cell']} data-number={isNumber} style={{ left, width }} onPointerDown={onPick}>
      {value === null ? <span className={styles['blank']}>{words.panel.blank}</span> : String(value)}
    </div>
  );
}

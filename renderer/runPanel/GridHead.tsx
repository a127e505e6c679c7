import { Popover } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, useMemo, useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { Cell } from '../../flows/kit/schema.ts';
import { formatCount } from '../words/format.ts';
import { words } from '../words/words.ts';
import { ColumnTypeIcon } from '../ui/ColumnTypeIcon.tsx';
import styles from './GridHead.module.css';
import { hasRange, profileColumn } from './profileColumn.ts';
import type { GridSort } from './rowsShown.ts';
import type { Sample } from './useSample.ts';

interface Props {
  readonly index: number;
  readonly column: Sample['schema'][number];
  readonly rows: readonly (readonly Cell[])[];
  /** px from where the sheet begins. */
  readonly start: number;
  readonly width: number;
  readonly sort: GridSort | undefined;
  readonly onSort: (column: number) => void;
  readonly onResize: (column: number, width: number) => void;
  readonly onOnly: (column: number, value: Cell) => void;
  readonly isDragged: boolean;
}

/** The head of a column: its name, which sorts and can be dragged; what it holds over the kept rows; and the edge that makes it wider. */
export const GridHead = memo(function GridHead({ index, column, rows, start, width, sort, onSort, onResize, onOnly, isDragged }: Props) {
  const isSorted = sort?.column === index;
  const startResize = (event: ReactPointerEvent<HTMLElement>): void => {
    event.preventDefault();
    const handle: HTMLElement = event.currentTarget;
    const from = event.clientX;
    const wider = getComputedStyle(handle).direction === 'rtl' ? -1 : 1;
    handle.setPointerCapture(event.pointerId);
    const ended = new AbortController();
    handle.addEventListener('pointermove', (moved) => onResize(index, width + wider * (moved.clientX - from)), { signal: ended.signal });
    handle.addEventListener('lostpointercapture', () => ended.abort(), { signal: ended.signal });
  };
  return (
    <div
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={isSorted ? (sort.isDown ? 'descending' : 'ascending') : 'none'}
      className={styles['head']}
      style={{ insetInlineStart: start, width }}
      data-dragged={isDragged}
      data-testid={`column-${column.name}`}
    >
      <button type="button" tabIndex={-1} className={styles['name']} title={words.grid.sortBy(column.label ?? column.name)} data-drags-column={index} onClick={() => onSort(index)}>
        <ColumnTypeIcon type={column.type} />
        <span>{column.name}</span>
        {isSorted ? sort.isDown ? <ArrowDown size={12} /> : <ArrowUp size={12} /> : null}
      </button>
      <Profile index={index} column={column} rows={rows} onOnly={onOnly} />
      <span className={styles['edge']} aria-hidden="true" data-testid={`resize-${column.name}`} onPointerDown={startResize} />
    </div>
  );
});

/** Two lines and a bar of what the column holds; a click opens the values that come most often. */
function Profile({ index, column, rows, onOnly }: Pick<Props, 'index' | 'column' | 'rows' | 'onOnly'>) {
  const [isOpen, setOpen] = useState(false);
  const profile = useMemo(() => profileColumn(rows, index), [rows, index]);
  const { empty, distinct, least, greatest, top } = profile;
  const range = hasRange(column.type) && least !== undefined ? words.grid.range(String(least), String(greatest)) : undefined;
  const most = top[0] && words.grid.most(String(top[0].value), top[0].count);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" width={260} shadow="md" trapFocus returnFocus transitionProps={{ duration: 80 }}>
      <Popover.Target>
        <button type="button" tabIndex={-1} className={styles['profile']} aria-label={words.grid.profileOf(column.name)} onClick={() => setOpen(!isOpen)}>
          <span className={styles['bar']} aria-hidden="true">
            <span style={{ width: `${profile.rows === 0 ? 0 : ((profile.rows - empty) / profile.rows) * 100}%` }} />
          </span>
          <span>{words.grid.counts(distinct, empty)}</span>
          <span>{range ?? most ?? words.grid.allEmpty}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.grid.profileOf(column.name)}>
        <dl className={styles['facts']}>
          {[
            [words.grid.type, words.inspector.typeNames[column.type]],
            [words.grid.empty, formatCount(empty)],
            [words.grid.distinct, formatCount(distinct)],
            [words.grid.least, String(least ?? '–')],
            [words.grid.greatest, String(greatest ?? '–')],
          ].map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p className={styles['hint']}>{words.grid.topHint}</p>
        {top.map(({ value, count }) => (
          <button key={String(value)} type="button" className={styles['value']} onClick={() => {
              setOpen(false);
              onOnly(index, value);
            }}>
            <span className={styles['share']} style={{ width: `${(count / profile.rows) * 100}%` }} aria-hidden="true" />
            <span>{String(value)}</span>
            <span>{formatCount(count)}</span>
          </button>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

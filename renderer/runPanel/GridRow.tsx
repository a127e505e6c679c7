import { memo } from 'react';
import type { Cell } from '../../flows/kit/schema.ts';
import { words } from '../words/words.ts';
import styles from './SampleGrid.module.css';

/** A column that is drawn: its number, where it begins and how wide it is, in px. The next one begins where it ends. */
export interface DrawnColumn {
  readonly index: number;
  readonly start: number;
  readonly size: number;
  readonly isNumber: boolean;
}

interface Props {
  /** Which of the rows on show it is, from 0. */
  readonly place: number;
  /** px from the top of the sheet. */
  readonly top: number;
  readonly cells: readonly Cell[];
  readonly columns: readonly DrawnColumn[];
  /** The column of the picked cell, where that is in this row. */
  readonly at: number | undefined;
}

/** A row of the grid. While one scrolls, rows that leave on one side come in on the other with other cells: nothing is made anew. */
export const GridRow = memo(function GridRow({ place, top, cells, columns, at }: Props) {
  return (
    <div role="row" aria-rowindex={place + 2} className={styles['row']} data-place={place} data-odd={place % 2 === 1} style={{ top, paddingInlineStart: columns[0]?.start }}>
      {columns.map(({ index, size, isNumber }) => {
        const value = cells[index] ?? null;
        return (
          <div
            key={index}
            id={at === index ? `cell-${place}-${index}` : undefined}
            role="gridcell"
            aria-colindex={index + 1}
            aria-selected={at === index}
            className={styles['cell']}
            data-column={index}
            data-number={isNumber}
            data-blank={value === null}
            style={{ width: size }}
          >
            {value === null ? words.panel.blank : String(value)}
          </div>
        );
      })}
    </div>
  );
});

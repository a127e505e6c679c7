import { useMemo } from 'react';
import { rejectedColumns } from '../../flows/kit/defineNode.ts';
import type { Cell, Schema } from '../../flows/kit/schema.ts';
import { groupRejected } from '../../flows/model/groupRejected.ts';
import { FixButtons } from './FixButtons.tsx';
import { useFieldFacts } from './useFieldFacts.ts';
import { formatCount } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './Results.module.css';
import type { GridFilter } from './rowsShown.ts';
import type { Sample } from './useSample.ts';

interface Props {
  /** The node that rejected the rows. */
  readonly node: string;
  readonly schema: Sample['schema'];
  readonly rows: readonly (readonly Cell[])[];
  readonly only: GridFilter['only'];
  readonly onOnly: (column: number, value: Cell, rows: ReadonlySet<number>) => void;
}

/** Why rows were rejected: each cause with how often and what it means, and what would help. A click shows only its rows. */
export function RejectedGroups({ node, schema, rows, only, onOnly }: Props) {
  const code = schema.findIndex(({ name }) => name === rejectedColumns[0]!.name);
  const known = useMemo((): Schema => schema.map(({ name, type, label }) => ({ name, type, ...(label === undefined ? {} : { label }) })), [schema]);
  const groups = useMemo(() => groupRejected(known, rows), [known, rows]);
  const columnsAt = useMemo(() => known.flatMap(({ name }, at) => (rejectedColumns.some((own) => own.name === name) ? [] : [at])), [known]);
  const columns = useMemo(() => columnsAt.map((at) => known[at]!), [known, columnsAt]);
  const fields = useFieldFacts(node, columns);
  return (
    <ul className={styles['groups']} aria-label={words.grid.causes} data-testid="rejected-groups">
      {groups.map((group) => (
        <li key={group.key} className={styles['cause']}>
          <button
            type="button"
            className={styles['group']}
            aria-pressed={only?.rows === group.rows}
            onClick={() => onOnly(code, group.code, group.rows)}
          >
            <b>{formatCount(group.count)}</b>
            <span className={styles['why']}>
              {group.plain}
              <span className={styles['example']}>
                <code>{group.code}</code> {exampleOf(columnsAt, rows, group.rows)}
              </span>
            </span>
          </button>
          <FixButtons group={group} node={node} columns={columns} fields={fields} />
        </li>
      ))}
    </ul>
  );
}

const shownCells = 3;

/** One row of a group, by the first of its cells that are filled. */
function exampleOf(columnsAt: readonly number[], rows: Props['rows'], group: ReadonlySet<number>): string | undefined {
  const [first] = group;
  const row = rows[first ?? -1];
  const cells = columnsAt.map((at) => String(row?.[at] ?? '')).filter((text) => text !== '');
  return cells.length === 0 ? undefined : words.grid.example(cells.slice(0, shownCells));
}

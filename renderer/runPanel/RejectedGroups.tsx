import { useMemo } from 'react';
import { rejectedColumns } from '../../flows/kit/defineNode.ts';
import type { Cell } from '../../flows/kit/schema.ts';
import { formatCount, words } from '../app/words.ts';
import { groupRejected } from './groupRejected.ts';
import styles from './Results.module.css';
import type { GridFilter } from './rowsShown.ts';
import type { Sample } from './useSample.ts';

interface Props {
  readonly schema: Sample['schema'];
  readonly rows: readonly (readonly Cell[])[];
  readonly only: GridFilter['only'];
  readonly onOnly: (column: number, value: Cell) => void;
}

/** Why rows were rejected: each cause with how often and what was said of the first such row. A click shows only its rows. */
export function RejectedGroups({ schema, rows, only, onOnly }: Props) {
  const code = schema.findIndex(({ name }) => name === rejectedColumns[0]!.name);
  const groups = useMemo(() => groupRejected(schema, rows), [schema, rows]);
  return (
    <ul className={styles['groups']} aria-label={words.grid.causes} data-testid="rejected-groups">
      {groups.map((group) => (
        <li key={String(group.code)}>
          <button
            type="button"
            className={styles['group']}
            aria-pressed={only?.column === code && only.value === group.code}
            onClick={() => onOnly(code, group.code)}
          >
            <b>{formatCount(group.count)}</b>
            <span>
              {group.example} <code>{group.code}</code>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

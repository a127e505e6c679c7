import { Button, TextInput } from '@mantine/core';
import { Copy, Search, X } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { Cell } from '../../flows/kit/schema.ts';
import { formatCount } from '../words/format.ts';
import { words } from '../words/words.ts';
import { orNotify } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import { traceRow } from '../trust/changeRuns.ts';
import { copyText } from '../ui/copyText.ts';
import { RecordDialog } from './RecordDialog.tsx';
import { RejectedGroups } from './RejectedGroups.tsx';
import styles from './Results.module.css';
import { rowsShown, type GridFilter, type GridSort } from './rowsShown.ts';
import { SampleGrid } from './SampleGrid.tsx';
import type { Sample } from './useSample.ts';

interface Props {
  /** Whose rows they are and how many: stands before the tools. */
  readonly head: ReactNode;
  readonly schema: Sample['schema'];
  readonly rows: readonly (readonly Cell[])[];
  /** The out-port (`node.port`) that they left by, and its name. */
  readonly end: string;
  readonly where: string;
  /** The node that rejected them, where they are rejected rows. */
  readonly rejecting: string | undefined;
}

/** The kept rows of an edge with what is done to look at them: find, sort, keep to one value, open one, copy. */
export function SampleTable({ head, schema, rows, end, where, rejecting }: Props) {
  const workbench = useWorkbench();
  const [filter, setFilter] = useState<GridFilter>({ text: '' });
  const [sort, setSort] = useState<GridSort>();
  const [open, setOpen] = useState<number>();
  const order = useMemo(() => rowsShown(rows, filter, sort), [rows, filter, sort]);
  const { only } = filter;
  const toggleOnly = (column: number, value: Cell, rows?: ReadonlySet<number>): void =>
    setFilter({ ...filter, only: only?.column === column && only.value === value && only.rows === rows ? undefined : { column, value, rows } });
  const copyRows = (): void => {
    const lines = [schema.map(({ name }) => name), ...order.map((index) => rows[index]!.map((cell) => String(cell ?? '').replaceAll(/[\t\r\n]+/g, ' ')))];
    copyText(lines.map((cells) => cells.join('\t')).join('\n'));
  };
  const sortBy = (column: number): void =>
    setSort(sort?.column !== column ? { column, isDown: false } : sort.isDown ? undefined : { column, isDown: true });
  const shown = open === undefined ? undefined : order[open];
  return (
    <>
      <div className={styles['head']}>
        {head}
        <TextInput
          className={styles['find']}
          type="search"
          size="xs"
          leftSection={<Search size={14} />}
          aria-label={words.grid.find}
          placeholder={words.grid.find}
          value={filter.text}
          onChange={(event) => setFilter({ ...filter, text: event.target.value })}
        />
        {only ? (
          <Button size="compact-sm" variant="light" rightSection={<X size={14} />} onClick={() => toggleOnly(only.column, only.value, only.rows)}>
            {words.grid.only(schema[only.column]?.name ?? '', String(only.value ?? words.panel.blank))}
          </Button>
        ) : null}
        <output className={styles['found']}>{order.length < rows.length ? words.grid.found(formatCount(order.length), formatCount(rows.length)) : ''}</output>
        <Button size="compact-sm" variant="subtle" leftSection={<Copy size={14} />} onClick={copyRows}>
          {words.grid.copyRows}
        </Button>
      </div>
      {rejecting !== undefined ? <RejectedGroups node={rejecting} schema={schema} rows={rows} only={only} onOnly={toggleOnly} /> : null}
      <SampleGrid schema={schema} rows={rows} order={order} sort={sort} onSort={sortBy} onOnly={toggleOnly} onOpen={setOpen} />
      {open !== undefined && shown !== undefined ? (
        <RecordDialog
          schema={schema}
          row={rows[shown]!}
          number={shown + 1}
          onStep={(by) => setOpen(Math.max(0, Math.min(order.length - 1, open + by)))}
          onClose={() => setOpen(undefined)}
          onTrace={() => {
            setOpen(undefined);
            orNotify(traceRow(workbench, end, shown, where));
          }}
        />
      ) : null}
    </>
  );
}

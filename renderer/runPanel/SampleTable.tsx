import { Button, TextInput } from '@mantine/core';
import { Copy, FileDown, Search, X } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { Cell } from '../../flows/kit/schema.ts';
import { formatCount } from '../words/format.ts';
import { words } from '../words/words.ts';
import { notify, orNotify } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import { traceRow } from '../trust/changeRuns.ts';
import { keepBeside } from '../flowFiles/keepBeside.ts';
import { copyText } from '../ui/copyText.ts';
import { ColumnMenu } from './ColumnMenu.tsx';
import { arranged, withMoved, type ColumnOrder } from './columnOrder.ts';
import { RecordDialog } from './RecordDialog.tsx';
import { RejectedGroups } from './RejectedGroups.tsx';
import styles from './Results.module.css';
import { rowsAsCsv, rowsAsTabs } from './rowsAsText.ts';
import { rowsShown, type GridFilter, type GridSort } from './rowsShown.ts';
import { SampleGrid } from './SampleGrid.tsx';
import { ToolName } from './ToolName.tsx';
import { useLitWay } from './useLitWay.ts';
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

/** The kept rows of an edge with what is done to look at them: find, sort, keep to one value, put columns into another order, open one, copy, export. */
export function SampleTable({ head, schema: came, rows: cameRows, end, where, rejecting }: Props) {
  const workbench = useWorkbench();
  const [chosen, setColumns] = useState<ColumnOrder>();
  // Another run may have other columns.
  const columns = chosen?.length === came.length ? chosen : undefined;
  const schema = useMemo(() => arranged(came, columns), [came, columns]);
  const rows = useMemo(() => (columns ? cameRows.map((row) => arranged(row, columns)) : cameRows), [cameRows, columns]);
  const [filter, setFilter] = useState<GridFilter>({ text: '' });
  const [sort, setSort] = useState<GridSort>();
  const [open, setOpen] = useState<number>();
  const order = useMemo(() => rowsShown(rows, filter, sort), [rows, filter, sort]);
  const { only } = filter;
  const toggleOnly = (column: number, value: Cell, rows?: ReadonlySet<number>): void =>
    setFilter({ ...filter, only: only?.column === column && only.value === value && only.rows === rows ? undefined : { column, value, rows } });
  const names = schema.map(({ name }) => name);
  const seen = (): (readonly Cell[])[] => order.map((index) => rows[index]!);
  const exportRows = async (): Promise<void> => {
    const name = `${where.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim() || 'rows'}.csv`;
    notify(words.grid.exported(await keepBeside(workbench.link.client(), workbench.flow.getState().path, name, new Blob([rowsAsCsv(names, seen())])), order.length));
  };
  /** Sorting and the one value that is kept go with their columns. */
  const arrange = (next: ColumnOrder | undefined): void => {
    const now = columns ?? came.map((_, column) => column);
    const placeNow = (place: number): number => (next ? next.indexOf(now[place]!) : now[place]!);
    setSort(sort && { ...sort, column: placeNow(sort.column) });
    setFilter({ ...filter, only: only && { ...only, column: placeNow(only.column) } });
    setColumns(next);
  };
  const move = (place: number, by: number): void => arrange(withMoved(columns ?? came.map((_, column) => column), place, by));
  const sortBy = (column: number): void =>
    setSort(sort?.column !== column ? { column, isDown: false } : sort.isDown ? undefined : { column, isDown: true });
  const shown = open === undefined ? undefined : order[open];
  const look = useLitWay(end, rejecting);
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
        <div className={styles['tools']}>
          <ColumnMenu
            names={names}
            onMove={move}
            onReset={columns ? () => arrange(undefined) : undefined}
          />
          <Button size="compact-sm" variant="subtle" leftSection={<Copy size={14} />} title={words.grid.copyRows} onClick={() => copyText(rowsAsTabs(names, seen()))}>
            <ToolName name={words.grid.copyRows} />
          </Button>
          <Button size="compact-sm" variant="subtle" leftSection={<FileDown size={14} />} title={words.grid.exportHint} onClick={() => orNotify(exportRows())}>
            <ToolName name={words.grid.export} />
          </Button>
        </div>
      </div>
      {rejecting !== undefined ? <RejectedGroups node={rejecting} schema={schema} rows={rows} only={only} onOnly={toggleOnly} /> : null}
      <SampleGrid schema={schema} rows={rows} order={order} sort={sort} onSort={sortBy} onMove={move} onOnly={toggleOnly} onOpen={setOpen} onLook={look} />
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

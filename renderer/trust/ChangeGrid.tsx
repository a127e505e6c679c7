import { useVirtualizer } from '@tanstack/react-virtual';
import { SearchX } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ChangeAction } from '../../flows/kit/change.ts';
import type { Cell } from '../../flows/kit/schema.ts';
import { orNotify } from '../app/notify.ts';
import { useRun, useTrust, useWorkbench } from '../app/workbench.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { words } from '../words/words.ts';
import { ChangeDialog, type Choosing } from './ChangeDialog.tsx';
import styles from './ChangeGrid.module.css';
import { choiceOf, chooseRecord, kindOf, nothingChosen } from './conflictChoices.ts';
import { traceRecord } from './changeRuns.ts';
import { plainReason } from './plainReason.ts';
import { pageRows, useChangeRows, type ChangeRow } from './useChangeRows.ts';

interface Props {
  readonly run: string;
  readonly node: string;
  readonly action: ChangeAction | undefined;
  /** Only rows whose key or values hold it. */
  readonly text: string;
  readonly actionWords: Readonly<Record<ChangeAction, string>>;
  /** A person decides about conflicts. */
  readonly canChoose: boolean;
}

const rowPx = 32;
const said = words.trust.changes;

/** Rows with their changes, of which only what is seen is drawn and asked for. Arrow keys move, Enter opens a row whole, Space chooses for a conflict. */
export function ChangeGrid({ run, node, action, text, actionWords, canChoose }: Props) {
  const { rows, total, need } = useChangeRows({ run, node, action });
  const workbench = useWorkbench();
  // The rows of an undo come from the ledger of another run.
  const canTrace = useRun((state) => !['undo', 'undoPlan'].includes(state.kinds[run]?.what ?? ''));
  const chosen = useTrust((state) => state.choices[run] ?? nothingChosen);
  const choiceFor = (row: ChangeRow | undefined): Choosing | undefined => {
    const kind = canChoose && row ? kindOf(row) : undefined;
    if (kind === undefined || row?.id === undefined || !row.ifRestored) return undefined;
    const { id, ifRestored } = row;
    return { choice: choiceOf(chosen, kind, id), ifRestored, choose: (choice) => workbench.trust.getState().choose(run, chooseRecord(chosen, kind, id, choice)) };
  };
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState<number>();
  const order = useMemo(() => (text === '' ? undefined : rows.flatMap((row, index) => (row && holds(row, text) ? [index] : []))), [rows, text]);
  const count = order?.length ?? total ?? 0;
  const rowAt = (place: number): ChangeRow | undefined => rows[order?.[place] ?? place];
  // The virtualizer changes under its own name; nothing here is memoised by it.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 8 });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const first = items[0]?.index ?? 0;
  const current = Math.min(at, count - 1);
  useEffect(() => {
    if (total === undefined) return;
    if (text === '') {
      need(first);
      need(last);
    } else {
      // What is searched must be here: page after page, until all of it is.
      const next = Math.floor(rows.length / pageRows) * pageRows;
      if (rows.length < total) need(next);
    }
  }, [need, first, last, text, total, rows]);

  const move = (to: number): void => {
    const place = Math.max(0, Math.min(count - 1, to));
    setAt(place);
    virtual.scrollToIndex(place);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 1);
    const to = { ArrowUp: current - 1, ArrowDown: current + 1, PageUp: current - page, PageDown: current + page, Home: 0, End: count - 1 }[event.key];
    const choosing = event.key === ' ' ? choiceFor(rowAt(current)) : undefined;
    if (to === undefined && event.key !== 'Enter' && !choosing) return;
    event.preventDefault();
    if (choosing) choosing.choose(choosing.choice === 'keep' ? 'restore' : 'keep');
    else if (to === undefined) setOpen(current);
    else move(to);
  };
  const shown = open === undefined ? undefined : rowAt(open);
  return (
    <>
      {total !== undefined && count === 0 ? <EmptyState icon={<SearchX size={24} />} title={said.noRows} hint={said.noRowsHint} /> : null}
      <div
        ref={scroller}
        className={styles['grid']}
        role="grid"
        aria-label={said.grid}
        title={canChoose ? `${said.keys} ${words.trust.undo.toggle}` : said.keys}
        aria-rowcount={count}
        aria-colcount={canChoose ? 4 : 3}
        aria-activedescendant={current >= first && current <= last && items.length > 0 ? `change-${current}` : undefined}
        tabIndex={0}
        hidden={count === 0}
        data-testid="change-grid"
        onKeyDown={onKeyDown}
      >
        <div className={styles['sheet']} style={{ height: virtual.getTotalSize() }} role="presentation">
          {items.map(({ index, start }) => (
            <Line key={index} place={index} top={start} row={rowAt(index)} isAt={index === current} actionWords={actionWords} choosing={choiceFor(rowAt(index))} onPick={setAt} onOpen={setOpen} />
          ))}
        </div>
      </div>
      {text === '' || total === undefined ? null : <output className="visuallyHidden">{said.found(count, total)}</output>}
      {open !== undefined && shown ? (
        <ChangeDialog
          row={shown}
          title={actionWords[shown.action]}
          choosing={choiceFor(shown)}
          onStep={(by) => setOpen(Math.max(0, Math.min(count - 1, open + by)))}
          onClose={() => setOpen(undefined)}
          onTrace={
            canTrace && recordOf(shown) !== ''
              ? () => {
                  setOpen(undefined);
                  orNotify(traceRecord(workbench, recordOf(shown)));
                }
              : undefined
          }
        />
      ) : null}
    </>
  );
}

interface LineProps {
  readonly place: number;
  readonly top: number;
  readonly row: ChangeRow | undefined;
  readonly isAt: boolean;
  readonly actionWords: Props['actionWords'];
  readonly choosing: Choosing | undefined;
  readonly onPick: (place: number) => void;
  readonly onOpen: (place: number) => void;
}

function Line({ place, top, row, isAt, actionWords, choosing, onPick, onOpen }: LineProps) {
  return (
    <div
      id={`change-${place}`}
      role="row"
      aria-rowindex={place + 1}
      aria-selected={isAt}
      className={styles['row']}
      data-action={row?.outcome && row.outcome.state !== 'written' ? 'rejected' : row?.action}
      style={{ top }}
      onPointerDown={() => onPick(place)}
      onDoubleClick={() => onOpen(place)}
    >
      <span role="gridcell" className={styles['action']}>
        {row ? actionWords[row.action] : ''}
      </span>
      <span role="gridcell" className={styles['key']} title={row?.key}>
        {row ? row.key || said.noKey : ''}
      </span>
      <span role="gridcell" className={styles['what']}>
        {row ? <What row={row} /> : null}
      </span>
      {choosing ? (
        <span role="gridcell" className={styles['choosing']}>
          <button type="button" tabIndex={-1} className={styles['choice']} data-choice={choosing.choice} onClick={() => choosing.choose(choosing.choice === 'keep' ? 'restore' : 'keep')}>
            {choosing.choice === 'keep' ? words.trust.undo.theirs : words.trust.undo.ours[choosing.ifRestored]}
          </button>
        </span>
      ) : null}
    </div>
  );
}

function What({ row: { reason, conflicts, outcome, fields, action, key } }: { readonly row: ChangeRow }) {
  if (outcome && outcome.state !== 'written') return <span className={styles['why']}>{outcome.message ?? said.outcomes[outcome.state]}</span>;
  if (reason) return <span className={styles['why']} title={reason.message}>{plainReason(reason, fields)}</span>;
  if (conflicts) {
    return conflicts.map(({ name, ours, now }) => (
      <span key={name} className={styles['field']}>
        <span className={styles['name']}>{name}</span>
        <Value value={ours} tone="old" /> <Value value={now} tone="now" />
      </span>
    ));
  }
  // The key stands before; a new record repeats it among its fields.
  return fields.filter(({ after }) => action !== 'insert' || after !== key).map(({ name, before, after }) => (
    <span key={name} className={styles['field']}>
      <span className={styles['name']}>{name}</span>
      {action === 'update' ? (
        <>
          <Value value={before} tone="old" />
          <span className={styles['arrow']} aria-label={said.arrow} role="img">
            →
          </span>
        </>
      ) : null}
      <Value value={action === 'delete' ? before : after} tone={action === 'delete' ? 'old' : 'new'} />
    </span>
  ));
}

function Value({ value, tone }: { readonly value: Cell; readonly tone: 'old' | 'new' | 'now' }) {
  return (
    <span className={styles['value']} data-tone={tone} data-blank={value === null}>
      {value === null ? words.panel.blank : String(value)}
    </span>
  );
}

/** What the ledger knows a record by. */
function recordOf({ id, key, outcome }: ChangeRow): string {
  return outcome?.id ?? id ?? key;
}

function holds({ key, fields, reason, outcome }: ChangeRow, text: string): boolean {
  const wanted = text.toLowerCase();
  const parts = [key, reason?.message, outcome?.message, ...fields.flatMap(({ name, before, after }) => [name, before, after])];
  return parts.some((part) => part !== undefined && part !== null && String(part).toLowerCase().includes(wanted));
}

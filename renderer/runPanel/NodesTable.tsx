import { flowOrder } from '../../flows/model/flowGraph.ts';
import { useFlow, useRun, useSelection, useWorkbench } from '../app/workbench.ts';
import { formatCount } from '../words/format.ts';
import { words } from '../words/words.ts';
import { useNodeTitle } from '../app/useNodeTitle.ts';
import { isPlanned } from '../stores/runStore.ts';
import { shownState } from '../stores/shownState.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import styles from './RunPanel.module.css';
import { TimeCells } from './TimeCells.tsx';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';

const counters = ['in', 'out', 'written', 'unchanged', 'dropped', 'rejected', 'apiCalls', 'retries'] as const;
/** Give way where there is little room and no node has any. */
const rare = ['unchanged', 'retries'] as const;
const titles: Readonly<Record<(typeof counters)[number], string>> = { ...words.counts, apiCalls: words.panel.apiCalls, retries: words.panel.retries };

const headPx = 28;
const rowPx = 36;

/** Every node in the order rows go, with what it has done. */
export function NodesTable() {
  const document = useFlow((state) => state.document);
  const order = useMemo(() => flowOrder(document), [document]);
  const table = useRef<HTMLTableElement>(null);
  const isOfPlan = useRun(isPlanned);
  const lacks = useRun((state) => rare.filter((counter) => Object.values(state.nodes).every((node) => node[counter] === 0)).join(' '));
  // The virtualizer changes under its own name; nothing here is memoised by it.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({ count: order.length, getScrollElement: () => table.current?.parentElement ?? null, estimateSize: () => rowPx, overscan: 8, scrollMargin: headPx });
  const lines = virtual.getVirtualItems();
  const above = (lines[0]?.start ?? headPx) - headPx;
  const below = virtual.getTotalSize() - ((lines.at(-1)?.end ?? headPx) - headPx);
  if (order.length === 0) return <EmptyState title={words.canvas.empty} hint={words.canvas.emptyHint} />;
  return (
    <table ref={table} className={styles['table']} data-lacks={lacks} aria-rowcount={order.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col">{words.panel.columnNode}</th>
          <th scope="col">{words.panel.columnState}</th>
          <th scope="col">{words.panel.time}</th>
          <th scope="col">{words.panel.rows}</th>
          {counters.map((counter) => (
            <th key={counter} scope="col" data-counter={counter}>
              {isOfPlan && counter === 'written' ? words.trust.plan.toWrite : titles[counter]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Gap height={above} />
        {lines.map(({ index }) => (
          <NodeRow key={order[index]} id={order[index]!} place={index} />
        ))}
        <Gap height={below} />
      </tbody>
    </table>
  );
}

/** Stands for the rows that are not in sight. */
function Gap({ height }: { readonly height: number }) {
  return height > 0 ? <tr aria-hidden="true" className={styles['gap']} style={{ height }} /> : null;
}

function NodeRow({ id, place }: { readonly id: string; readonly place: number }) {
  const { definitions, selection } = useWorkbench();
  const type = useFlow((state) => state.document.nodes[id]?.type ?? '');
  const title = useNodeTitle(id);
  const progress = useRun((state) => state.nodes[id]);
  const state = useRun((run) => shownState(run, id));
  const drops = useRun((state) => state.drops[id]);
  const isSelected = useSelection((state) => state.nodes.has(id));
  const reasons =
    drops &&
    Object.entries(drops)
      .map(([reason, count]) => `${reason}: ${formatCount(count)}`)
      .join('\n');
  const pick = (): void => selection.getState().selectNodes([id]);
  return (
    <tr aria-rowindex={place + 2} data-selected={isSelected} onClick={pick}>
      <td>
        <button type="button" className={styles['nodeName']} onClick={pick}>
          <NodeIcon type={type} kind={definitions[type]?.kind ?? 'transform'} size="small" />
          <span className={styles['nodeTitle']} title={title}>
            {title}
          </span>
        </button>
      </td>
      <td className={styles['faint']}>{state ? words.states[state] : '–'}</td>
      <TimeCells node={id} />
      {counters.map((counter) => {
        const count = progress?.[counter] ?? 0;
        const tone = count === 0 ? styles['faint'] : counter === 'rejected' ? styles['bad'] : undefined;
        return (
          <td key={counter} data-counter={counter} className={tone} title={counter === 'dropped' ? reasons : undefined}>
            {counter === 'rejected' && count > 0 ? (
              <button
                type="button"
                className={styles['countButton']}
                title={words.counts.showRejected}
                onClick={(event) => {
                  event.stopPropagation();
                  selection.getState().showRejected(id);
                }}
              >
                {formatCount(count)}
              </button>
            ) : progress ? (
              formatCount(count)
            ) : (
              '–'
            )}
          </td>
        );
      })}
    </tr>
  );
}

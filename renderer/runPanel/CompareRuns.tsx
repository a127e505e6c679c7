import { Button, Switch } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { NodeProgress } from '../../flows/engine/events.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { notifyError } from '../app/notify.ts';
import { useNodeTitle } from '../app/useNodeTitle.ts';
import { useWorkbench } from '../app/workbench.ts';
import { formatCount } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './CompareRuns.module.css';
import { compareCounts, type ComparedNode } from './compareCounts.ts';
import table from './RunPanel.module.css';

interface ComparedRun {
  readonly run: string;
  /** What it was and when. */
  readonly title: string;
}

interface Props {
  /** The earlier run first. */
  readonly runs: readonly [ComparedRun, ComparedRun];
  readonly onBack: () => void;
}

/** Two runs side by side: every count of every node, what differs first to the eye. */
export function CompareRuns({ runs: [first, second], onBack }: Props) {
  const { link } = useWorkbench();
  const [counts, setCounts] = useState<readonly [Counts, Counts]>();
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  useEffect(() => {
    let isOver = false;
    const host = link.client();
    Promise.all([lastCounts(host, first.run), lastCounts(host, second.run)]).then((both) => isOver || setCounts(both), notifyError);
    return () => {
      isOver = true;
    };
  }, [link, first.run, second.run]);
  const nodes = useMemo(() => (counts ? compareCounts(...counts) : []), [counts]);
  const shown = onlyDifferent ? nodes.filter(({ differs }) => differs) : nodes;
  return (
    <>
      <div className={styles['head']}>
        <Button size="compact-sm" variant="subtle" leftSection={<ArrowLeft size={14} />} onClick={onBack}>
          {words.compare.back}
        </Button>
        <span>{words.compare.title(first.title, second.title)}</span>
        <Switch size="xs" label={words.compare.only} checked={onlyDifferent} onChange={(event) => setOnlyDifferent(event.target.checked)} />
      </div>
      {counts && nodes.every(({ differs }) => !differs) ? <p className={styles['same']}>{words.compare.same}</p> : null}
      <table className={table['table']} aria-label={words.compare.title(first.title, second.title)} data-testid="compare">
        <thead>
          <tr>
            {[words.compare.node, ' ', first.title, second.title, '±'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((node) => (
            <NodeRows key={node.node} compared={node} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function NodeRows({ compared: { node, counts } }: { readonly compared: ComparedNode }) {
  const title = useNodeTitle(node);
  return counts.map(({ counter, first, second }, index) => (
    <tr key={counter} className={styles['row']} data-first={index === 0} data-differs={first !== second}>
      <td>{index === 0 ? title || node : ''}</td>
      <td>{words.counts[counter]}</td>
      <td>{formatCount(first)}</td>
      <td>{formatCount(second)}</td>
      <td className={styles['by']} data-testid={`difference-${node}-${counter}`}>
        {words.compare.difference(second - first)}
      </td>
    </tr>
  ));
}

type Counts = Readonly<Record<string, NodeProgress>>;

/** What a run counted in the end. */
async function lastCounts(host: HostClient, run: string): Promise<Counts> {
  const counts: Record<string, NodeProgress> = {};
  for await (const event of host.runs.watch({ run })) if (event.type === 'progress' || event.type === 'finished') Object.assign(counts, event.nodes);
  return counts;
}

import { BaseEdge, getBezierPath, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useRun } from '../app/workbench.ts';
import { formatCount } from '../app/words.ts';
import styles from './RowsEdge.module.css';
import type { EdgeView } from './viewEdges.ts';

const pad = 8;
const digit = 7.5;

/** An edge: dashed where rejected rows go, with the number of rows that went over it. */
export const RowsEdge = memo(function RowsEdge({ id, data, selected, ...ends }: EdgeProps<EdgeView>) {
  const [path, x, y] = getBezierPath({ ...ends, curvature: 0.35 });
  if (!data) return null;
  return (
    <g className={styles['edge']} data-selected={selected ?? false} data-rejected={data.isRejected} data-testid={`edge-${data.edge.from}-${data.edge.to}`}>
      <BaseEdge id={id} path={path} interactionWidth={24} />
      <EdgeCount id={id} x={x} y={y} />
    </g>
  );
});

function EdgeCount({ id, x, y }: { readonly id: string; readonly x: number; readonly y: number }) {
  const count = useRun((state) => state.edges[id]);
  if (count === undefined) return null;
  const text = formatCount(count);
  const width = text.length * digit + pad * 2;
  return (
    <g className={styles['count']} transform={`translate(${x} ${y})`}>
      <rect x={-width / 2} y={-11} width={width} height={22} rx={11} />
      <text textAnchor="middle" dominantBaseline="central">
        {text}
      </text>
    </g>
  );
}

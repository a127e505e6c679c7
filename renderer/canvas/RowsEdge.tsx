import { BaseEdge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useRun, useSelection } from '../app/workbench.ts';
import { formatCount } from '../words/format.ts';
import { parseEnd } from '../../flows/model/document.ts';
import { useWay } from '../trust/useWay.ts';
import { edgePath } from './edgePath.ts';
import styles from './RowsEdge.module.css';
import type { EdgeView } from './viewEdges.ts';

const pad = 8;
const digit = 7.5;
const middle = 12;

/** An edge: dashed where rejected rows go, with the number of rows that went over it. */
export const RowsEdge = memo(function RowsEdge({ id, data, selected, ...ends }: EdgeProps<EdgeView>) {
  const { path, x, y } = edgePath(ends);
  const isDropEdge = useSelection((state) => state.dropEdge === id);
  const way = useWay(data?.edge.from, data && parseEnd(data.edge.to).node);
  if (!data) return null;
  return (
    <g className={styles['edge']} data-selected={selected ?? false} data-rejected={data.isRejected} data-drop={isDropEdge} data-way={way}>
      <BaseEdge id={id} path={path} interactionWidth={24} />
      <g className={styles['count']} transform={`translate(${x} ${y})`} data-testid={`edge-${data.edge.from}-${data.edge.to}`}>
        <EdgeCount id={id} />
      </g>
    </g>
  );
});

/** The middle of an edge, which takes the pointer, and once it is known the count. */
function EdgeCount({ id }: { readonly id: string }) {
  const count = useRun((state) => state.edges[id]);
  if (count === undefined) return <circle r={middle} fill="transparent" />;
  const text = formatCount(count);
  const width = text.length * digit + pad * 2;
  return (
    <>
      <rect x={-width / 2} y={-middle} width={width} height={middle * 2} rx={middle} />
      <text textAnchor="middle" dominantBaseline="central">
        {text}
      </text>
    </>
  );
}

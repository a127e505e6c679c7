import { Handle, Position, useStore, useUpdateNodeInternals, type NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import type { Port } from '../../flows/kit/defineNode.ts';
import { words } from '../words/words.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { useWay } from '../trust/useWay.ts';
import { isFarAway } from './farAway.ts';
import styles from './NodeCard.module.css';
import { NodeCounts, RejectedCount } from './NodeCounts.tsx';
import { NodeState, ProblemBadge, ProgressSliver } from './NodeState.tsx';
import type { NodeView } from './viewNodes.ts';

/**
 * A node on the canvas: rows come in at the left and leave at the right; rejected rows leave downwards. What changes during a run is drawn by
 * small parts that listen for themselves; from far away, where nothing of it could be read, they are not there.
 */
export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<NodeView>) {
  const { node, definition, shape } = data;
  const isFar = useStore(isFarAway);
  // Ports may come of settings: React Flow looks for them again only when it is told to.
  const measure = useUpdateNodeInternals();
  const portNames = [...shape.ins, ...shape.outs].map(({ name }) => name).join(' ');
  const measured = useRef(portNames);
  useEffect(() => {
    if (measured.current === portNames) return;
    measured.current = portNames;
    measure(id);
  }, [measure, id, portNames]);
  const way = useWay(id);
  const kind = definition?.kind ?? 'transform';
  const [firstIn, ...moreIns] = shape.ins;
  const [firstOut, ...moreOuts] = shape.outs;
  const rejected = moreOuts.find((port) => port.name === 'rejected') ?? (firstOut?.name === 'rejected' ? firstOut : undefined);
  const rows = [...moreIns.map((port) => ({ port, isIn: true })), ...moreOuts.filter((port) => port !== rejected).map((port) => ({ port, isIn: false }))];
  return (
    <article className={styles['card']} data-kind={kind} data-selected={selected} data-way={way} data-testid={`node-${id}`}>
      <div className={styles['head']}>
        {firstIn ? <PortHandle port={firstIn} isIn /> : null}
        <span className={styles['tile']}>
          <NodeIcon type={node.type} kind={kind} />
          {isFar ? null : <NodeState node={id} />}
        </span>
        <div className={styles['names']}>
          <h3 className={styles['title']} title={shape.title}>
            {shape.title}
          </h3>
          {isFar ? null : (
            <p className={styles['caption']} title={shape.caption}>
              {definition ? shape.caption || words.canvas.setUp : words.canvas.unknownType(node.type)}
            </p>
          )}
        </div>
        {firstOut && firstOut !== rejected ? <PortHandle port={firstOut} isIn={false} /> : null}
      </div>
      {rows.map(({ port, isIn }) => (
        <div key={port.name} className={styles['port']} data-side={isIn ? 'in' : 'out'}>
          <PortHandle port={port} isIn={isIn} />
          {port.title}
        </div>
      ))}
      <footer className={styles['foot']}>
        {rejected ? (
          <span className={styles['rejected']}>
            {isFar ? null : <RejectedCount node={id} />}
            <PortHandle port={rejected} isIn={false} />
          </span>
        ) : null}
        {isFar ? null : <NodeCounts node={id} kind={kind} />}
      </footer>
      {isFar ? null : <ProgressSliver node={id} />}
      {isFar ? null : <ProblemBadge node={id} />}
    </article>
  );
});

function PortHandle({ port, isIn }: { readonly port: Port; readonly isIn: boolean }) {
  return (
    <Handle
      id={port.name}
      type={isIn ? 'target' : 'source'}
      position={isIn ? Position.Left : port.name === 'rejected' ? Position.Bottom : Position.Right}
      className={styles['handle']}
      data-rejected={port.name === 'rejected'}
      title={port.title}
    />
  );
}

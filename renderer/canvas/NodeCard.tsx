import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { Port } from '../../flows/kit/defineNode.ts';
import { words } from '../words/words.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { useWay } from '../trust/useWay.ts';
import { cardPorts } from './cardLayout.ts';
import { useDetail } from './detail.ts';
import styles from './NodeCard.module.css';
import { NodeCounts, RejectedCount } from './NodeCounts.tsx';
import { NodeState, ProblemBadge, ProgressSliver } from './NodeState.tsx';
import type { NodeView } from './viewNodes.ts';

/**
 * A node on the canvas: rows come in at the left and leave at the right; rejected rows leave downwards. What changes during a run is drawn by
 * small parts that listen for themselves; from far away, where nothing of it could be read, they are not there. Its size and the places of its ports
 * are those of cardLayout.ts.
 */
export const NodeCard = memo(Card, isSameCard);

function Card({ id, data, selected, height }: NodeProps<NodeView>) {
  const { node, definition, shape } = data;
  const detail = useDetail();
  const way = useWay(id);
  const kind = definition?.kind ?? 'transform';
  const card = { className: styles['card'], 'data-kind': kind, 'data-selected': selected, 'data-way': way, 'data-testid': `node-${id}` };
  if (detail === 'block') return <article {...card} data-block style={{ height }} />;
  const isNear = detail === 'all';
  const { firstIn, firstOut, rows, rejected } = cardPorts(shape);
  return (
    <article {...card}>
      <div className={styles['head']}>
        {firstIn ? <PortHandle port={firstIn} isIn /> : null}
        <span className={styles['tile']}>
          <NodeIcon type={node.type} kind={kind} />
          {isNear ? <NodeState node={id} /> : null}
        </span>
        <div className={styles['names']}>
          <h3 className={styles['title']} title={shape.title}>
            {shape.title}
          </h3>
          {isNear ? (
            <p className={styles['caption']} title={shape.caption}>
              {definition ? shape.caption || words.canvas.setUp : words.canvas.unknownType(node.type)}
            </p>
          ) : null}
        </div>
        {firstOut ? <PortHandle port={firstOut} isIn={false} /> : null}
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
            {isNear ? <RejectedCount node={id} /> : null}
            <PortHandle port={rejected} isIn={false} />
          </span>
        ) : null}
        {isNear ? <NodeCounts node={id} kind={kind} /> : null}
      </footer>
      {isNear ? <ProgressSliver node={id} /> : null}
      {isNear ? <ProblemBadge node={id} /> : null}
    </article>
  );
}

/** React Flow also tells a card where it is, in every frame of a drag; a card does not look different elsewhere. */
function isSameCard(a: NodeProps<NodeView>, b: NodeProps<NodeView>): boolean {
  return a.id === b.id && a.data.node === b.data.node && a.data.shape === b.data.shape && a.data.definition === b.data.definition && a.selected === b.selected && a.height === b.height;
}

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

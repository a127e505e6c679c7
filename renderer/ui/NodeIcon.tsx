import { Box } from 'lucide-react';
import { memo } from 'react';
import type { NodeKind } from '../../flows/kit/defineNode.ts';
import { nodeIcon } from './nodeIcons.ts';
import styles from './NodeIcon.module.css';

interface Props {
  readonly type: string;
  readonly kind: NodeKind;
  readonly size?: 'small' | 'large';
}

/** A node type's icon on a tile of its kind's colour and shape: round for sources, square for transforms, a tab for sinks. */
export const NodeIcon = memo(function NodeIcon({ type, kind, size = 'large' }: Props) {
  const svg = nodeIcon(type);
  return (
    <span className={styles['tile']} data-kind={kind} data-size={size} aria-hidden="true">
      {/* The icons are files of this build, never data. */}
      {svg ? <span className={styles['icon']} dangerouslySetInnerHTML={{ __html: svg }} /> : <Box size={18} />}
    </span>
  );
});

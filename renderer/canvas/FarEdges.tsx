import { ViewportPortal } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { CanvasView } from '../annotations/viewCanvas.ts';
import { edgeLines } from './edgeLines.ts';
import styles from './FarEdges.module.css';
import type { EdgeView } from './viewEdges.ts';

interface Props {
  readonly nodes: readonly CanvasView[];
  readonly edges: readonly EdgeView[];
}

/** All edges in three lines, for when the canvas shows very many: drawn one by one, a thousand would make it slow. A click finds its edge by edgeNear. */
export const FarEdges = memo(function FarEdges({ nodes, edges }: Props) {
  const lines = useMemo(() => {
    const drawn = { plain: '', rejected: '', selected: '' };
    for (const { edge, path } of edgeLines(nodes, edges)) drawn[edge.selected ? 'selected' : edge.data?.isRejected ? 'rejected' : 'plain'] += path;
    return drawn;
  }, [nodes, edges]);
  return (
    <ViewportPortal>
      <svg className={styles['edges']} aria-hidden="true" data-testid="far-edges">
        <path d={lines.plain} />
        <path d={lines.rejected} data-rejected />
        <path d={lines.selected} data-selected />
      </svg>
    </ViewportPortal>
  );
});

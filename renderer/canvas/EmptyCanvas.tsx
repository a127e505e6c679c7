import { words } from '../words/words.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import styles from './Canvas.module.css';
import { MousePointerClick } from 'lucide-react';

/** Says what to do when the flow has no nodes. */
export function EmptyCanvas() {
  return (
    <div className={styles['empty']}>
      <EmptyState icon={<MousePointerClick size={28} />} title={words.canvas.empty} hint={words.canvas.emptyHint} />
    </div>
  );
}

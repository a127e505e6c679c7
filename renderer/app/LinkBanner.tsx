import { Unplug } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import styles from './App.module.css';
import { useIsRefused } from './useIsRefused.ts';
import { useWorkbench } from './workbench.ts';
import { words } from '../words/words.ts';

/** A quiet line while the host cannot be reached. A browser host that was started again does not know the window any more: then what to do. */
export function LinkBanner() {
  const { link } = useWorkbench();
  const isUp = useSyncExternalStore(link.subscribe, link.isUp);
  const isRefused = useIsRefused(isUp);
  if (isUp) return null;
  return (
    <output className={styles['banner']}>
      <Unplug size={16} aria-hidden="true" />
      <p>
        {isRefused ? words.link.refused : words.link.lost}{' '}
        <span>{isRefused ? words.link.newAddress : words.link.lostHint}</span>
      </p>
    </output>
  );
}

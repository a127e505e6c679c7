import { Unplug } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import styles from './App.module.css';
import { useWorkbench } from './workbench.ts';
import { words } from './words.ts';

/** A quiet line while the host cannot be reached. */
export function LinkBanner() {
  const { link } = useWorkbench();
  const isUp = useSyncExternalStore(link.subscribe, link.isUp);
  if (isUp) return null;
  return (
    <output className={styles['banner']}>
      <Unplug size={16} aria-hidden="true" />
      <p>
        {words.link.lost} <span>{words.link.lostHint}</span>
      </p>
    </output>
  );
}

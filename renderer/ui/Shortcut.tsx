import { shortcutText } from '../commands/shortcut.ts';
import styles from './Shortcut.module.css';

/** A key combination as the person's keyboard names it. */
export function Shortcut({ keys }: { readonly keys: string }) {
  return <kbd className={styles['keys']}>{shortcutText(keys, isMac())}</kbd>;
}

function isMac(): boolean {
  return /mac/i.test(navigator.platform);
}

import styles from './TopBar.module.css';
import { words } from '../words/words.ts';

/** The sign of the app. */
export function Mark() {
  return (
    <svg className={styles['mark']} viewBox="0 0 32 32" role="img" aria-label={words.appName}>
      <rect width="32" height="32" rx="8" fill="#0b7285" />
      <path d="M7 11c3 0 3 3 6 3s3-3 6-3 3 3 6 3M7 18c3 0 3 3 6 3s3-3 6-3 3 3 6 3" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  );
}

import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

interface Props {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly hint: string;
}

/** What is said where there is nothing yet: what is true, and what to do next. */
export function EmptyState({ icon, title, hint }: Props) {
  return (
    <div className={styles['empty']}>
      {icon ? <span className={styles['icon']}>{icon}</span> : null}
      <p className={styles['title']}>{title}</p>
      <p>{hint}</p>
    </div>
  );
}

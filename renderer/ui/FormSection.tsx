import type { ReactNode } from 'react';
import styles from './FormSection.module.css';

/** A titled part of an inspector's page, with a sentence on what it is for. */
export function FormSection({ title, hint, testId, children }: { readonly title: string; readonly hint: string; readonly testId: string; readonly children: ReactNode }) {
  return (
    <section className={styles['section']} aria-label={title} data-testid={testId}>
      <h3 className={styles['title']}>{title}</h3>
      <p className={styles['hint']}>{hint}</p>
      {children}
    </section>
  );
}

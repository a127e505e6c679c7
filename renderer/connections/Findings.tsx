import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { words } from '../words/words.ts';
import type { Diagnosis } from '../stores/connectionStore.ts';
import styles from './Findings.module.css';

const signs = { good: CircleCheck, warning: TriangleAlert, error: CircleAlert };

/** What the doctor found about a connection: a sentence each, what to do, and the page of Setup where it is done. */
export function Findings({ findings }: Pick<Diagnosis, 'findings'>) {
  return (
    <ul className={styles['findings']} aria-label={words.connections.findings}>
      {findings.map(({ code, severity, message, hint, page }) => {
        const Sign = signs[severity];
        return (
          <li key={code} className={styles['finding']} data-severity={severity} data-testid={`finding-${code}`}>
            <Sign size={16} aria-label={words.connections.severities[severity]} />
            <div>
              <p>{message}</p>
              {hint ? <p className={styles['hint']}>{hint}</p> : null}
              {page?.url === undefined ? null : (
                <a href={page.url} target="_blank" rel="noreferrer">
                  {words.connections.setupPage(page.title)}
                </a>
              )}
              {page && page.url === undefined ? <p className={styles['hint']}>{words.connections.setupPlace(page.title)}</p> : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

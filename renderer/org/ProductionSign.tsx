import { TriangleAlert } from 'lucide-react';
import { words } from '../words/words.ts';
import styles from './ProductionSign.module.css';
import { useProduction } from './useProduction.ts';

/** A red sign in the top bar while the flow is connected to a production org. The window has a red frame then, drawn by `data-production`. */
export function ProductionSign() {
  const names = useProduction();
  if (names.length === 0) return null;
  return (
    <output className={styles['sign']} title={words.org.productionHint} data-testid="production">
      <TriangleAlert size={14} aria-hidden="true" />
      {words.org.production(names)}
    </output>
  );
}

import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { Problem } from '../../flows/kit/errors.ts';
import styles from './Field.module.css';

/** What the check says, in sentences. */
export function Messages({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <ul className={styles['messages']}>
      {problems.map((problem) => (
        <li key={`${problem.code} ${problem.where.path?.join('.')} ${problem.message}`} data-severity={problem.severity}>
          {problem.severity === 'error' ? <CircleAlert size={14} /> : <TriangleAlert size={14} />}
          <span>
            {problem.message} {problem.hint}
          </span>
        </li>
      ))}
    </ul>
  );
}

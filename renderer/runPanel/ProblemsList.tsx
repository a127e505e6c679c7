import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { Problem } from '../../flows/kit/errors.ts';
import { useNodeTitle } from '../app/useNodeTitle.ts';
import { useFlow, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import styles from './RunPanel.module.css';

/** Everything the check found, in the order of the flow. A click leads to the node and the field. */
export function ProblemsList() {
  const problems = useFlow((state) => state.findings.problems);
  return (
    <div className={styles['problems']} data-testid="problems">
      {problems.length === 0 ? <EmptyState icon={<CircleCheck size={24} />} title={words.panel.noProblems} hint={words.panel.noProblemsHint} /> : null}
      <ul className={styles['list']} hidden={problems.length === 0}>
        {problems.map((problem) => (
          <li key={`${problem.code} ${problem.where.node} ${problem.where.path?.join('.')} ${problem.message}`}>
            <ProblemLine problem={problem} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ProblemLine({ problem }: { readonly problem: Problem }) {
  const { selection, canvas } = useWorkbench();
  const { node, path } = problem.where;
  const title = useNodeTitle(node ?? '');
  const lead = (): void => {
    if (node === undefined) return;
    selection.getState().goToField({ node, setting: path?.[0] === undefined ? undefined : String(path[0]) });
    canvas.current?.focusNode(node);
  };
  return (
    <button type="button" className={styles['problem']} data-severity={problem.severity} onClick={lead}>
      {problem.severity === 'error' ? <CircleAlert size={16} /> : <TriangleAlert size={16} />}
      <span>
        {problem.message} <span className={styles['hint']}>{problem.hint}</span>
      </span>
      <span className={styles['place']}>{title}</span>
    </button>
  );
}

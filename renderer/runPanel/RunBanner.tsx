import { Button } from '@mantine/core';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useRun, useWorkbench } from '../app/workbench.ts';
import { words } from '../app/words.ts';
import styles from './RunPanel.module.css';

/** Why the run stopped, or which of its rows nobody took. */
export function RunBanner() {
  const { selection, canvas } = useWorkbench();
  const error = useRun((state) => (state.phase === 'cancelled' ? undefined : state.error));
  const unhandled = useRun((state) => state.unhandled);
  if (error) {
    const { node } = error.where;
    return (
      <div className={styles['banner']} data-tone="bad" role="alert">
        <CircleAlert size={16} />
        <p>
          {error.message} <span>{error.hint}</span>
        </p>
        {node !== undefined ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              selection.getState().goToField({ node, setting: undefined });
              canvas.current?.focusNode(node);
            }}
          >
            {words.panel.showNode}
          </Button>
        ) : null}
      </div>
    );
  }
  if (unhandled === 0) return null;
  return (
    <output className={styles['banner']} data-tone="warn">
      <TriangleAlert size={16} />
      <p>
        {words.panel.unhandled(unhandled)} <span>{words.panel.unhandledHint}</span>
      </p>
    </output>
  );
}

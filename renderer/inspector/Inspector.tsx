import { useFlow, useSelection } from '../app/workbench.ts';
import { AnnotationInspector } from '../annotations/AnnotationInspector.tsx';
import { EdgeInspector } from './EdgeInspector.tsx';
import { FlowInspector } from './FlowInspector.tsx';
import styles from './Inspector.module.css';
import { NodeInspector } from './NodeInspector.tsx';
import { words } from '../words/words.ts';
import { isOfThen } from '../stores/flowStore.ts';
import { SeveralInspector } from './SeveralInspector.tsx';

/** The right side: the settings of what is picked, or of the flow. Those of a past run are to be read only. */
export function Inspector() {
  const picked = useSelection((state) => state.nodes);
  const edge = useSelection((state) => state.edge);
  const [first] = picked;
  const hasFirst = useFlow((state) => first !== undefined && state.document.nodes[first] !== undefined);
  const isThen = useFlow(isOfThen);
  return (
    <aside className={styles['inspector']} aria-label={words.inspector.title} data-testid="inspector">
      {isThen ? <p className={styles['then']}>{words.history.cannotEdit}</p> : null}
      <fieldset className={styles['settings']} disabled={isThen && edge === undefined}>
        {picked.size === 1 && first !== undefined && hasFirst ? (
          <NodeInspector key={first} node={first} />
        ) : picked.size === 1 && first !== undefined && !hasFirst ? (
          <AnnotationInspector view={first} />
        ) : picked.size > 1 ? (
          <SeveralInspector count={picked.size} />
        ) : edge !== undefined ? (
          <EdgeInspector key={edge} id={edge} />
        ) : (
          <FlowInspector />
        )}
      </fieldset>
    </aside>
  );
}

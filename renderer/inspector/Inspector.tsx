import { useFlow, useSelection } from '../app/workbench.ts';
import { EdgeInspector } from './EdgeInspector.tsx';
import { FlowInspector } from './FlowInspector.tsx';
import styles from './Inspector.module.css';
import { NodeInspector } from './NodeInspector.tsx';
import { words } from '../app/words.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SquareDashedMousePointer } from 'lucide-react';

/** The right side: the settings of what is picked, or of the flow. */
export function Inspector() {
  const picked = useSelection((state) => state.nodes);
  const edge = useSelection((state) => state.edge);
  const [first] = picked;
  const hasFirst = useFlow((state) => first !== undefined && state.document.nodes[first] !== undefined);
  return (
    <aside className={styles['inspector']} aria-label={words.inspector.title} data-testid="inspector">
      {picked.size === 1 && first !== undefined && hasFirst ? (
        <NodeInspector key={first} node={first} />
      ) : picked.size > 1 ? (
        <EmptyState icon={<SquareDashedMousePointer size={28} />} title={words.inspector.several(picked.size)} hint={words.inspector.severalHint} />
      ) : edge !== undefined ? (
        <EdgeInspector key={edge} id={edge} />
      ) : (
        <FlowInspector />
      )}
    </aside>
  );
}

import { ActionIcon } from '@mantine/core';
import { Handle, Position, type NodeProps } from '@xyflow/react';
import { ChevronDown, ChevronRight, CircleAlert, Layers } from 'lucide-react';
import { memo } from 'react';
import { useFlow, useWorkbench } from '../app/workbench.ts';
import { useDetail } from '../canvas/detail.ts';
import { words } from '../words/words.ts';
import styles from './GroupFrame.module.css';
import { edgesAcross } from './groups.ts';
import type { GroupView } from './viewCanvas.ts';

/** A group: a frame around its nodes with its name on top, or collapsed, one card in their place. */
export const GroupFrame = memo(function GroupFrame({ data, selected }: NodeProps<GroupView>) {
  const { id, group } = data;
  const { flow } = useWorkbench();
  const isFar = useDetail() !== 'all';
  const isCollapsed = group.isCollapsed ?? false;
  const toggle = (): void => flow.getState().edit({ edit: 'putGroup', id, group: { ...group, isCollapsed: !isCollapsed } });
  return (
    <section className={styles['group']} data-collapsed={isCollapsed} data-selected={selected} data-testid={`group-${id}`}>
      {isCollapsed ? <Ends id={id} /> : null}
      <header className={`${styles['head']} groupHandle`}>
        <ActionIcon
          className="nodrag"
          size="sm"
          aria-label={isCollapsed ? words.annotations.expand : words.annotations.collapse}
          title={isCollapsed ? words.annotations.expand : words.annotations.collapse}
          aria-expanded={!isCollapsed}
          onClick={toggle}
        >
          {isCollapsed ? <ChevronRight size={16} /> : <ChevronDown size={16} />}
        </ActionIcon>
        {isCollapsed ? <Layers size={18} aria-hidden="true" className={styles['icon']} /> : null}
        <span className={styles['title']} data-far={isFar}>
          {group.title || words.annotations.untitled}
        </span>
        {isCollapsed ? null : <span className={styles['count']}>{words.annotations.nodes(group.nodes.length)}</span>}
      </header>
      {isCollapsed ? (
        <footer className={styles['foot']}>
          {words.annotations.nodes(group.nodes.length)}
          <Problems nodes={group.nodes} />
        </footer>
      ) : null}
    </section>
  );
});

/** Where the edges of hidden nodes end. Nothing can be connected here: which node would it be? */
function Ends({ id }: { readonly id: string }) {
  const into = useFlow(({ document }) => (document.groups?.[id] ? edgesAcross(document, document.groups[id]).into : 0));
  const out = useFlow(({ document }) => (document.groups?.[id] ? edgesAcross(document, document.groups[id]).out : 0));
  return (
    <>
      <Handle id="in" type="target" position={Position.Left} isConnectable={false} className={styles['handle']} data-shown={into > 0} />
      <Handle id="out" type="source" position={Position.Right} isConnectable={false} className={styles['handle']} data-shown={out > 0} />
    </>
  );
}

function Problems({ nodes }: { readonly nodes: readonly string[] }) {
  const count = useFlow(({ findings }) => nodes.reduce((sum, node) => sum + (findings.byNode.get(node)?.length ?? 0), 0));
  if (count === 0) return null;
  return (
    <span className={styles['problems']}>
      <CircleAlert size={13} aria-hidden="true" /> {words.annotations.problems(count)}
    </span>
  );
}

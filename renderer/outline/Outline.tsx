import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { useFlow, useSelection, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { commandOf } from '../commands/commands.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { Shortcut } from '../ui/Shortcut.tsx';
import { outlineItems } from './outlineItems.ts';
import styles from './Outline.module.css';

const actions = ['addAfter', 'connect', 'moveOnEdge', 'delete'] as const;

/** The canvas as a list, for the keyboard and for screen readers: the nodes in the order rows go, and what can be done with the picked one. */
export function Outline() {
  const workbench = useWorkbench();
  const { definitions, selection, canvas } = workbench;
  const flow = useFlow((state) => state.document);
  const byNode = useFlow((state) => state.findings.byNode);
  const picked = useSelection((state) => state.nodes);
  const items = useMemo(() => outlineItems(flow, definitions), [flow, definitions]);
  // A node that was removed takes the focus with it: give it to the one that is picked now.
  const tree = useRef<HTMLDivElement>(null);
  const hadFocus = useRef(false);
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- looked at whenever the list has changed
  }, [items]);
  if (items.length === 0) return <EmptyState title={words.canvas.empty} hint={words.outline.emptyHint} />;
  const at = Math.max(0, items.findIndex(({ id }) => picked.has(id)));
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key === 'Enter') {
      selection.getState().goToField({ node: items[at]!.id, setting: undefined });
      canvas.current?.focusNode(items[at]!.id);
      return;
    }
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    const next = to === undefined ? undefined : items[Math.max(0, Math.min(items.length - 1, to))];
    if (!next) return;
    event.preventDefault();
    selection.getState().selectNodes([next.id]);
    event.currentTarget.querySelector<HTMLElement>(`[data-node="${next.id}"]`)?.focus();
  };
  return (
    <div className={styles['outline']}>
      <div
        ref={tree}
        role="tree"
        aria-label={words.outline.label}
        className={styles['tree']}
        data-testid="outline"
        onKeyDown={onKeyDown}
        onFocus={() => {
          hadFocus.current = true;
        }}
        onBlur={(event) => {
          // Leaving for another place gives it away; being removed does not.
          if (event.relatedTarget) hadFocus.current = false;
        }}
      >
        {items.map((item, index) => {
          const problems = byNode.get(item.id)?.length ?? 0;
          const from = words.outline.from(item.from.map(({ title, isRejected }) => words.outline.feeder(title, isRejected)));
          return (
            // The tree has the keyboard.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={item.id}
              role="treeitem"
              data-node={item.id}
              data-testid={`outline-${item.id}`}
              aria-level={item.depth + 1}
              aria-posinset={index + 1}
              aria-setsize={items.length}
              aria-selected={picked.has(item.id)}
              aria-label={words.outline.item(item.title, words.kinds[item.kind], from, problems)}
              tabIndex={index === at ? 0 : -1}
              className={styles['item']}
              style={{ paddingInlineStart: 12 + item.depth * 16 }}
              onClick={() => selection.getState().selectNodes([item.id])}
              onFocus={() => selection.getState().selectNodes([item.id])}
            >
              <NodeIcon type={item.type} kind={item.kind} size="small" />
              <span className={styles['words']}>
                <span className={styles['title']}>{item.title}</span>
                <span className={styles['from']}>{from}</span>
              </span>
              {problems > 0 ? <span className={styles['problems']}>{problems}</span> : null}
            </div>
          );
        })}
      </div>
      <div role="toolbar" aria-label={words.outline.actions} className={styles['actions']}>
        {actions.map((id) => {
          const command = commandOf(id);
          return (
            <Button
              key={id}
              size="compact-sm"
              variant="subtle"
              justify="space-between"
              color="gray"
              disabled={!(command.when?.(workbench) ?? true)}
              rightSection={<Shortcut keys={command.shortcuts![0]!} />}
              onClick={() => command.run(workbench)}
            >
              {command.title}
            </Button>
          );
        })}
      </div>
    </div>
  );
}

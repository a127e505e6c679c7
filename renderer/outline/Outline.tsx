import { Button } from '@mantine/core';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, type KeyboardEvent, type RefObject } from 'react';
import { useFlow, useSelection, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { commandOf } from '../commands/commands.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Shortcut } from '../ui/Shortcut.tsx';
import { toggleCollapse } from '../annotations/annotate.ts';
import { OutlineLine } from './OutlineLine.tsx';
import { outlineRows, type OutlineRow } from './outlineRows.ts';
import styles from './Outline.module.css';

const actions = ['addAfter', 'connect', 'moveOnEdge', 'delete'] as const;

/** The canvas as a list, for the keyboard and for screen readers: the nodes in the order rows go, groups and notes, and what can be done with the picked one. */
export function Outline() {
  const workbench = useWorkbench();
  const { definitions, selection, canvas } = workbench;
  const flow = useFlow((state) => state.document);
  const picked = useSelection((state) => state.nodes);
  const rows = useMemo(() => outlineRows(flow, definitions), [flow, definitions]);
  const at = Math.max(0, rows.findIndex(({ view }) => picked.has(view)));
  const tree = useRef<HTMLDivElement>(null);
  const { lines, height } = useLines(tree, rows.length, at);
  const hadFocus = useRef(false);
  // The arrow keys pick, and the keyboard follows once the line is drawn. What was removed takes the keyboard with it: it goes to what is picked now.
  useEffect(() => {
    const active = document.activeElement;
    const isLost = hadFocus.current && active === document.body;
    if (isLost || (active !== null && tree.current?.contains(active))) tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- looked at whenever the list or the pick has changed
  }, [rows, at]);
  if (rows.length === 0) return <EmptyState title={words.canvas.empty} hint={words.outline.emptyHint} />;
  const toggle = ({ view }: OutlineRow): void => {
    selection.getState().selectNodes([view]);
    toggleCollapse(workbench);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key === 'Enter') {
      selection.getState().goToField({ node: rows[at]!.view, setting: undefined });
      canvas.current?.focusNode(rows[at]!.view);
      return;
    }
    const row = rows[at];
    if (row?.what === 'group' && event.key === (row.isOpen ? 'ArrowLeft' : 'ArrowRight')) {
      event.preventDefault();
      toggle(row);
      return;
    }
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    const next = to === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!next) return;
    event.preventDefault();
    selection.getState().selectNodes([next.view]);
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
        <div role="presentation" className={styles['sheet']} style={{ height }}>
          {lines.map(({ index, start }) => {
            const row = rows[index]!;
            return (
              <OutlineLine
                key={row.view}
                row={row}
                index={index}
                count={rows.length}
                top={start}
                isPicked={picked.has(row.view)}
                isStop={index === at}
                onPick={() => selection.getState().selectNodes([row.view])}
                onToggle={() => toggle(row)}
              />
            );
          })}
        </div>
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

const linePx = 44;

/** The lines that are drawn: those in sight, and the one that has the keyboard wherever it is. */
function useLines(tree: RefObject<HTMLElement | null>, count: number, at: number): { readonly lines: readonly { readonly index: number; readonly start: number }[]; readonly height: number } {
  // The virtualizer changes under its own name; nothing here is memoised by it.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => tree.current,
    estimateSize: () => linePx,
    overscan: 8,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), Math.min(at, count - 1)])].sort((a, b) => a - b),
  });
  return { lines: virtual.getVirtualItems(), height: virtual.getTotalSize() };
}

import { ChevronDown, ChevronRight, StickyNote } from 'lucide-react';
import { useFlow } from '../app/workbench.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { words } from '../words/words.ts';
import styles from './Outline.module.css';
import type { OutlineRow } from './outlineRows.ts';

interface Props {
  readonly row: OutlineRow;
  /** Counted from 0, of `count`. */
  readonly index: number;
  readonly count: number;
  /** px from the first line. */
  readonly top: number;
  readonly isPicked: boolean;
  /** The one line of the tree that Tab goes to. */
  readonly isStop: boolean;
  readonly onPick: () => void;
  /** Opens or collapses a group. */
  readonly onToggle: () => void;
}

/** One line of the outline: a node with what feeds it, a group, or a note. */
export function OutlineLine({ row, index, count, top, isPicked, isStop, onPick, onToggle }: Props) {
  const problems = useFlow((state) => (row.what === 'node' ? (state.findings.byNode.get(row.item.id)?.length ?? 0) : 0));
  const { title, detail, label } = wordsOf(row, problems);
  return (
    // The tree has the keyboard.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="treeitem"
      data-node={row.view}
      data-testid={`outline-${row.view}`}
      aria-level={row.depth + 1}
      aria-posinset={index + 1}
      aria-setsize={count}
      aria-selected={isPicked}
      aria-expanded={row.what === 'group' ? row.isOpen : undefined}
      aria-label={label}
      tabIndex={isStop ? 0 : -1}
      className={styles['item']}
      style={{ top, paddingInlineStart: 12 + row.depth * 16 }}
      onClick={onPick}
      onFocus={onPick}
    >
      {row.what === 'node' ? (
        <NodeIcon type={row.item.type} kind={row.item.kind} size="small" />
      ) : (
        <span className={styles['sign']} onClick={row.what === 'group' ? onToggle : undefined} aria-hidden="true">
          {row.what === 'note' ? <StickyNote size={16} /> : row.isOpen ? <ChevronDown size={16} /> : <ChevronRight size={16} />}
        </span>
      )}
      <span className={styles['words']}>
        <span className={styles['title']}>{title}</span>
        <span className={styles['from']}>{detail}</span>
      </span>
      {problems > 0 ? <span className={styles['problems']}>{problems}</span> : null}
    </div>
  );
}

function wordsOf(row: OutlineRow, problems: number): { readonly title: string; readonly detail: string; readonly label: string } {
  if (row.what === 'group') {
    const title = row.title || words.annotations.untitled;
    return { title, detail: words.annotations.nodes(row.count), label: words.annotations.groupLabel(title, row.count) };
  }
  if (row.what === 'note') return { title: row.text.split('\n')[0]!.replace(/^#+ */, '') || words.annotations.note, detail: words.annotations.note, label: words.annotations.noteLabel(row.text) };
  const { title, kind, from } = row.item;
  const detail = words.outline.from(from.map((one) => words.outline.feeder(one.title, one.isRejected)));
  return { title, detail, label: words.outline.item(title, words.kinds[kind], detail, problems) };
}
